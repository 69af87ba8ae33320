"""FastAPI and nothing else: routes, pages, headers, the stream, serving.

Imports any room below. A new route goes into the file of its kind of answer.
"""
