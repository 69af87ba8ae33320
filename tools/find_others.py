"""Install the browsers of the two other engines where they are missing: Firefox ESR, and WebKitGTK with a screen.

Where this is not root on Debian, or nothing can be fetched, it says why on standard error and goes on: the walk in them
is then skipped, with that reason. Exit code 0 either way, since a machine without them can check everything else.
"""

import os
import shutil
import subprocess
import sys

PACKAGES = {"firefox-esr": "firefox-esr", "WebKitWebDriver": "webkit2gtk-driver", "Xvfb": "xvfb"}
"""What is needed on PATH, and the Debian package that brings it."""

INSTALLING = 240  # s: what takes longer is waiting for something that does not come
PATIENCE = ["-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=20", "-o", "Acquire::https::Timeout=20"]


def say(text: str) -> None:
    print(f"other browsers: {text}", file=sys.stderr, flush=True)


def missing() -> list[str]:
    """The programs that are not there."""
    return [name for name in PACKAGES if shutil.which(name) is None]


def apt_get(*arguments: str) -> bool:
    command = ["apt-get", "-qq", *PATIENCE, *arguments]
    say(f"running {' '.join(command)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, env=environment, stdout=sys.stderr, check=False, timeout=INSTALLING)
    except (OSError, subprocess.TimeoutExpired) as error:
        say(str(error))
        return False
    return done.returncode == 0


def main() -> None:
    names = missing()
    if not names:
        say("all are there")
        return
    if not (os.path.exists("/etc/debian_version") and shutil.which("apt-get") and os.geteuid() == 0):
        say(f"{', '.join(names)} not found, and only root on Debian installs them: the walk in them is skipped")
        return
    packages = [PACKAGES[name] for name in names]
    if apt_get("update") and apt_get("install", "-y", "--no-install-recommends", *packages) and not missing():
        say(f"{', '.join(packages)} installed")
    else:
        say(f"{', '.join(missing())} could not be installed: the walk in them is skipped")


if __name__ == "__main__":
    main()
