"""The lesson: its scenes, each data and nothing else. A scene is added in one of the files of this package.

`scene.py` says what a scene is made of, `facts.py` holds what it says against a trace.
"""
