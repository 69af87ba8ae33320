"""`make bench`: every figure about speed that the project states, measured side by side in one run, and how
far gradients reach, by this project and by another hand."""

import platform

from tests.bench import dearest, growth, passes, reach, requests, stream


def main() -> None:
    """Print all tables."""
    print(f"Python {platform.python_version()} on {platform.machine()}, {platform.system()}\n")
    for part in (passes, growth, stream, requests, dearest, reach):
        part.show()
        print()


if __name__ == "__main__":
    main()
