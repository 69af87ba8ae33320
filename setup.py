"""What pyproject.toml cannot say: the folder app/ is installed as `unrolled`, with the built page inside.

Nothing called `app` may come into anybody's site-packages. A wheel carries what browsers get, and none of its sources.
"""

import shutil
from pathlib import Path

from setuptools import find_packages, setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parent


class BuildPy(build_py):
    """Builds the package from nothing, and not without the page: half a wheel would start and show nothing."""

    def run(self) -> None:
        """Refuse where the page is not built; leave nothing of an earlier build in this one."""
        if not self.editable_mode:
            if not (ROOT / "static" / "built" / "main.js").is_file():
                raise SystemExit("static/built is missing: `make built` makes it, and then the wheel can be built")
            shutil.rmtree(self.build_lib, ignore_errors=True)
        super().run()


setup(
    cmdclass={"build_py": BuildPy},
    packages=[
        "unrolled",
        *(f"unrolled.{name}" for name in find_packages("app")),
        "unrolled.static",
        "unrolled.templates",
    ],
    package_dir={"unrolled": "app", "unrolled.static": "static", "unrolled.templates": "templates"},
    package_data={
        "unrolled.static": ["icon.svg", "built/*.*", "built/*/*.*", "fonts/*.*"],
        "unrolled.templates": ["*.html"],
    },
    exclude_package_data={"unrolled.static": ["built/*.map", "built/*/*.map"]},
    include_package_data=False,
)
