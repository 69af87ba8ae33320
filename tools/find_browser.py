"""Find a Chromium that starts, or install one: its path on standard output, what was taken on standard error.

In this order: $CHROMIUM, a headless shell (on PATH, or from apt-get where root on Debian), any Chromium on PATH, the
cache of Playwright, apt-get again, Playwright's download. The shell is the same engine without the windows around it:
a page takes it about 0.5 s of processor time where the whole browser takes 0.85, and it starts in a third.
A browser counts as found only after it has shown a page, since one that lacks its libraries does not start.
There is no way to skip: without a browser this ends with exit code 1.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable

from playwright.sync_api import Error, sync_playwright

SHELLS = ("chromium-headless-shell", "chrome-headless-shell")
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge")

INSTALLING = 600  # s: an installer that takes longer is waiting for something that does not come


def say(text: str) -> None:
    print(f"browser: {text}", file=sys.stderr, flush=True)


def version_of(path: str) -> str | None:
    """The version of the browser at this path, or None where it does not start."""
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            page = browser.new_page()
            page.set_content("<p>ready")
            version = browser.version if page.inner_text("p") == "ready" else None
            browser.close()
        except Error as error:
            lines = [line.strip() for line in str(error).splitlines() if line.strip()]
            say(f"{path} does not start: {' '.join(lines[:3])[:300]}")
            return None
    return version


def driver_starts() -> bool:
    """Whether Playwright's driver runs: it brings a Node of its own, but not the libraries of that."""
    command = [sys.executable, "-m", "playwright", "--version"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        say(f"Playwright does not start: {result.stderr.strip()}")
    return result.returncode == 0


def on_path(names: tuple[str, ...] = NAMES) -> str | None:
    return next((found for name in names if (found := shutil.which(name))), None)


def shell_on_path() -> str | None:
    return on_path(SHELLS)


def in_playwright_cache() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else None


def run(*command: str) -> bool:
    """Run an installer with its output on standard error; whether it succeeded."""
    say(f"running {' '.join(command)}")
    try:
        return subprocess.run(command, stdout=sys.stderr, check=False, timeout=INSTALLING).returncode == 0
    except (OSError, subprocess.TimeoutExpired) as error:
        say(str(error))
        return False


def apt_install(package: str) -> bool:
    """Install a Debian package; False also where this is not root on Debian."""
    if not (os.path.exists("/etc/debian_version") and shutil.which("apt-get") and os.geteuid() == 0):
        return False
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    return run("apt-get", "update", "-qq") and run(
        "apt-get", "install", "-y", "-qq", "--no-install-recommends", package
    )


def shell_from_apt() -> str | None:
    return shell_on_path() if apt_install("chromium-headless-shell") else None


def from_apt() -> str | None:
    return on_path() if apt_install("chromium") else None


def from_playwright() -> str | None:
    return in_playwright_cache() if run(sys.executable, "-m", "playwright", "install", "chromium") else None


def main() -> int:
    # libatomic1 is what a minimal Debian lacks.
    if not driver_starts() and not (apt_install("libatomic1") and driver_starts()):
        say("Playwright cannot drive any browser before that is mended")
        return 1

    given = os.environ.get("CHROMIUM")
    if given:
        # Asked for by name: another one would be a surprise.
        path = shutil.which(given)
        version = version_of(path) if path else None
        if path is None or version is None:
            say(f"CHROMIUM is {given}, and that is no browser that starts; correct it or unset it")
            return 1
        say(f"{path} ({version}), from $CHROMIUM")
        print(path)
        return 0

    ways: tuple[tuple[str, Callable[[], str | None]], ...] = (
        ("from PATH", shell_on_path),
        ("installed with apt-get", shell_from_apt),
        ("from PATH", on_path),
        ("from Playwright's cache", in_playwright_cache),
        ("installed with apt-get", from_apt),
        ("installed by Playwright", from_playwright),
    )
    for how, find in ways:
        path = find()
        version = version_of(path) if path else None
        if path and version:
            say(f"{path} ({version}), {how}")
            print(path)
            return 0
    say("none found and none could be installed; install Chromium, or name one: make test CHROMIUM=…")
    return 1


if __name__ == "__main__":
    sys.exit(main())
