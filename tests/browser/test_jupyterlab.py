"""A real JupyterLab: run there, looked at there, and opened again where no kernel runs. It is large, and not installed
for this: $JUPYTERLAB names the `jupyter-lab` to take."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Frame, Page

from tests.browser.lesson import BEEN_HERE, PATIENCE

ROOT = Path(__file__).parents[2]
LAB = os.environ.get("JUPYTERLAB") or shutil.which("jupyter-lab")

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(LAB is None, reason="no JupyterLab: install it and name its jupyter-lab in $JUPYTERLAB"),
]

CELLS = (
    "from app import check, show",
    'show(scenario="hello", t=2, step="da_next")',
    'widget = show(scenario="hello", cell="gru", t=1).live()\nwidget',
    'widget.go = "next-step"',
)


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """The address of a JupyterLab that has one notebook, and a kernel with all that the tests have."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS])
    notebook.metadata["kernelspec"] = {"name": "ours", "display_name": "ours", "language": "python"}
    (tmp_path / "notebooks").mkdir()
    nbformat.write(notebook, tmp_path / "notebooks" / "moment.ipynb")
    kernel = tmp_path / "share" / "kernels" / "ours"
    kernel.mkdir(parents=True)
    argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": argv, "display_name": "ours", "language": "python", "env": {"PYTHONPATH": str(ROOT)}}
    (kernel / "kernel.json").write_text(json.dumps(spec))
    command = [str(LAB), "--no-browser", "--expose-app-in-browser", "--ip=127.0.0.1", "--port=0", "--allow-root"]
    command += ["--IdentityProvider.token=", f"--ServerApp.root_dir={tmp_path / 'notebooks'}"]
    own = {"JUPYTER_PATH": str(tmp_path / "share"), "HOME": str(tmp_path), "PYTHONPATH": ""}
    with subprocess.Popen(command, env={**os.environ, **own}, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        told = next(found for line in process.stderr if (found := re.search(r"http://127\.0\.0\.1:\d+", line)))
        listening = threading.Thread(target=process.stderr.read)  # else it would wait for somebody who listens
        listening.start()
        yield told[0]
        process.terminate()
        listening.join()


def drawn(page: Page, number: int) -> Frame:
    """Wait until a frame of the notebook, by its place on the page, is whole."""
    frame = page.locator(".jp-OutputArea iframe").nth(number).element_handle()
    assert frame is not None
    content = frame.content_frame()
    assert content is not None
    content.wait_for_selector("html[data-state=ready]")
    return content


def run(page: Page, command: str) -> None:
    """Have the lab do what its menu would."""
    page.evaluate("command => window.jupyterapp.commands.execute(command)", command)


def test_it_is_drawn_it_is_led_and_it_stays_when_the_kernel_is_gone(chromium: Browser, lab: str) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 1600}, reduced_motion="reduce")
    page.set_default_timeout(2 * PATIENCE)
    page.add_init_script(BEEN_HERE)
    page.goto(f"{lab}/lab/tree/moment.ipynb")
    page.locator(".jp-Notebook .jp-CodeCell").nth(len(CELLS) - 1).wait_for()
    page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for()  # the kernel is there
    run(page, "notebook:run-all-cells")
    page.locator(".jp-InputPrompt", has_text="[4]:").wait_for()
    first, live = drawn(page, 0), drawn(page, 1)
    assert first.evaluate("document.documentElement.dataset.step") == "da_next"
    live.wait_for_selector("html[data-t='1']:not([data-step=da_next])")  # where Python has led it
    first.locator("#stage").click(position={"x": 5, "y": 5})
    page.keyboard.press("ArrowRight")
    first.wait_for_selector("html[data-step=dtanh]")
    run(page, "docmanager:save")
    run(page, "notebook:shutdown-kernel")
    page.goto("about:blank")
    page.goto(f"{lab}/lab/tree/moment.ipynb?reset")
    assert drawn(page, 0).evaluate("document.documentElement.dataset.step") == "da_next"
    page.close()
