"""What learners write: the notebook's functions with a line or two changed, run in its own cells and printed."""
