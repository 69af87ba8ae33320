"""One walk through the page, the same in every engine: a trace, its numbers, keys, lenses, a diagnosis, the lesson."""

import json
from collections.abc import Callable
from typing import Any

import httpx2
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.lesson import GRIDS
from tests.browser.test_reply import DROPPED

PATIENCE = 60  # seconds before a wait gives up: far more than anything takes

LISTEN = """window.complaints = [];
addEventListener('error', (event) => window.complaints.push(String(event.message)));
addEventListener('unhandledrejection', (event) => window.complaints.push(String(event.reason)));
addEventListener('securitypolicyviolation', (event) => window.complaints.push(event.violatedDirective));"""

PASTE = """const [area, text] = arguments;
area.value = text;
area.dispatchEvent(new Event('input', { bubbles: true }));"""
"""Sent key by key, a paste takes seconds."""


class Walk:
    """A page in some engine."""

    def __init__(self, driver: WebDriver, origin: str) -> None:
        self.driver = driver
        self.origin = origin

    def until(self, holds: Callable[[], Any]) -> Any:
        """Wait for a state."""
        return WebDriverWait(self.driver, PATIENCE, poll_frequency=0.05).until(lambda _: holds())

    def moment(self) -> dict[str, str]:
        told: dict[str, str] = self.driver.execute_script("return { ...document.documentElement.dataset }")
        return told

    def open(self, address: str) -> "Walk":
        """Open an address and wait until its trace is whole and drawn."""
        self.driver.get(self.origin + address)
        self.driver.execute_script(LISTEN)
        self.until(lambda: self.moment().get("state") == "ready")
        return self

    def press(self, key: str, **moment: str) -> None:
        """Press a key, and wait for the moment that it leads to."""
        self.driver.switch_to.active_element.send_keys(key)
        self.until(lambda: moment.items() <= self.moment().items())

    def grids(self) -> dict[str, list[list[float]]]:
        """Return the matrices of the stage, by symbol."""
        found = self.driver.execute_script(f"return ({GRIDS})()")
        return {one["symbol"]: [[float(value) for value in row] for row in one["values"]] for one in found}

    def nothing_went_wrong(self) -> None:
        """Nothing was thrown or refused, and no message is shown."""
        assert self.driver.execute_script("return window.complaints") == []
        assert not self.driver.find_element(By.ID, "message").is_displayed()


def walk(driver: WebDriver, server: str) -> None:
    """Walk, and hold what is seen against what the server sends."""
    page = Walk(driver, server).open("/?scenario=course&t=2&step=da_next&entry=2,3")
    sent = [json.loads(line) for line in httpx2.get(f"{server}/api/trace?scenario=course").text.splitlines()]
    (frame,) = [record for record in sent if record["kind"] == "backward" and record["t"] == 2]
    shown = page.grids()
    assert {name: shown[name] for name in ("da_t", "da_prevt", "da_next")} == {
        name: frame["values"][name] for name in ("da_t", "da_prevt", "da_next")
    }
    page.press(Keys.ARROW_RIGHT, step="dtanh", state="ready")
    page.press(Keys.END, t="0", state="ready")
    page.press(Keys.HOME, step="start", state="ready")
    for lens in ("flow", "sources", "step"):
        driver.find_element(By.CSS_SELECTOR, f'input[name="lens"][value="{lens}"]').find_element(By.XPATH, "..").click()
        page.until(lambda lens=lens: f"lens={lens}" in driver.current_url or lens == "step")
        page.until(lambda: page.moment()["state"] == "ready")
        assert driver.find_elements(By.CSS_SELECTOR, "#stage svg")
    page.nothing_went_wrong()

    page.open("/?scenario=custom&cell=lstm&T_x=40&n_a=16")  # long enough to be streamed
    assert int(page.moment()["t"]) in range(40)
    page.nothing_went_wrong()

    _diagnose(page)
    page.open("/lesson?scene=2")
    page.nothing_went_wrong()
    driver.get(f"{server}/catalogue")
    assert driver.find_elements(By.TAG_NAME, "h2")


def _diagnose(page: Walk) -> None:
    (opener,) = [
        one for one in page.driver.find_elements(By.TAG_NAME, "button") if one.text == "My numbers are different"
    ]
    opener.click()
    page.until(lambda: page.driver.find_elements(By.CSS_SELECTOR, "#diagnosis[open] textarea"))
    area = page.driver.find_element(By.CSS_SELECTOR, "#diagnosis textarea")
    page.driver.execute_script(PASTE, area, DROPPED)
    (asking,) = [
        one for one in page.driver.find_elements(By.CSS_SELECTOR, "#diagnosis button") if one.text == "Diagnose"
    ]
    asking.click()
    page.until(lambda: page.driver.find_elements(By.CSS_SELECTOR, "#diagnosis .answer h3"))
    assert "mistake" in page.driver.find_element(By.CSS_SELECTOR, "#diagnosis .answer").text.lower()
    page.nothing_went_wrong()
