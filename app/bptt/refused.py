"""Why something that was asked for cannot be had: the two bases of all refusals, for whoever has to answer them.

A message is a sentence for the person who asked: it carries the value that was given and what is allowed.
"""


class NoSuchThing(LookupError):
    """Something was named that does not exist. The message says what does."""


class NotAllowed(ValueError):
    """Something was asked for that exists, but not in this way. The message says what is allowed."""
