"""What may be asked, what it may cost, and the answer to it; the same for the command line and the web.

Knows no FastAPI. A new parameter goes into `queries`, a new limit into `limits`.
"""
