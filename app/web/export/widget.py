"""A frame as a widget, for who wants to read its moment from Python, or to lead it: needs anywidget, `[notebook]`."""

from typing import Any

from ..pages import STATIC


def widget(html: str) -> Any:
    """Return a widget with the traits `html`, `moment` and `go`. Raises ImportError without anywidget."""
    try:
        import anywidget
        import traitlets
    except ImportError as error:
        raise ImportError("A widget needs anywidget: pip install 'unrolled[notebook]'.") from error

    class Moment(anywidget.AnyWidget):
        """What is shown, and where it is led."""

        _esm = (STATIC / "built" / "widget.js").read_text()
        html = traitlets.Unicode().tag(sync=True)
        moment = traitlets.Dict().tag(sync=True)
        go = traitlets.Unicode().tag(sync=True)

    return Moment(html=html)
