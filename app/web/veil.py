"""A mistake's name in an address that holds it back. No secret, but nothing that is read in passing.

static/js/model/veil.js does the same, and reads it again.
"""

from base64 import urlsafe_b64encode


def veil(name: str) -> str:
    """Return a name as such an address has it; of an anchor with dots in it, the last part is the name."""
    *before, last = name.split(".")
    return ".".join([*before, "~" + urlsafe_b64encode(last.encode()).decode().rstrip("=")])
