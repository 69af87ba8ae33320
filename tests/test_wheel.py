"""A wheel is all that is needed: it carries the page, is called `unrolled`, and its version stands in the changes."""

import os
import re
import site
import subprocess
import sys
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.test_cli import run

ROOT = Path(__file__).parent.parent
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


def test_the_version_is_the_one_whose_changes_are_told() -> None:
    first = re.search(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert first
    assert first[1] == VERSION


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run([*pip, "--wheel-dir", str(folder), str(ROOT)], check=True, timeout=600)
    (made,) = folder.iterdir()
    return made


@pytest.fixture
def served(wheel: Path, tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """An interpreter with the wheel and what it depends on, and the address of the server that it has started."""
    venv.create(tmp_path / "venv", symlinks=True)
    python = tmp_path / "venv" / "bin" / "python"
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", str(wheel)]
    alone = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}  # nothing else is in sight
    subprocess.run([*install, "--disable-pip-version-check"], check=True, timeout=600, env=alone)
    (packages,) = (tmp_path / "venv").glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text("\n".join(site.getsitepackages()))  # those of the tests will do
    command = [str(python.parent / "unrolled"), "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True, env=alone) as process:
        assert process.stdout is not None
        told = re.search(r"http://[^ ]+", process.stdout.readline())
        assert told
        yield python, told[0]
        process.terminate()


@pytest.mark.process
def test_it_serves_the_page_and_a_trace_where_nothing_else_of_the_project_is(
    served: tuple[Path, str], wheel: Path
) -> None:
    python, address = served
    with httpx2.Client(base_url=address, timeout=120) as client:  # it is warming up
        (script,) = re.findall(r'src="([^"]*/built/main\.js)"', client.get("/").text)
        assert client.get(script).content == (ROOT / "static/built/main.js").read_bytes()
        assert client.get("/catalogue").status_code == 200
        assert client.get("/api/trace?scenario=hello").content == run("trace", "hello").stdout
    found = "import importlib.util as u; print(u.find_spec('app'), u.find_spec('unrolled').origin)"
    told = subprocess.check_output([python, "-c", found], cwd=python.parent, text=True).split()
    assert told[0] == "None"
    assert Path(told[1]).is_relative_to(python.parents[1])
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {"unrolled", f"unrolled-{VERSION}.dist-info"}
    assert not [name for name in names if name.endswith(".map") or "/static/js/" in name or "/static/css/" in name]
    assert "unrolled/static/built/LICENSES.txt" in names
    assert wheel.stat().st_size < 1_000_000
