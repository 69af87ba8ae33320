"""The walk in WebKitGTK."""

from pathlib import Path

import pytest

from tests.engines.driving import webkit
from tests.engines.walk import walk


@pytest.mark.process
def test_the_page_can_be_walked_through(server: str, tmp_path: Path) -> None:
    with webkit(tmp_path) as driver:
        walk(driver, server)
