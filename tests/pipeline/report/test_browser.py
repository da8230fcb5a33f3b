"""The report in a real browser: Chromium, headless, from disk."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

webdriver = pytest.importorskip("selenium.webdriver")
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")

pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="no chromium and chromedriver on this machine")

QUIET = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--window-size=1400,900",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in (*QUIET, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    yield driver
    driver.quit()


def page_with(demo_report: Path, text: str) -> Path:
    return next(path for path in sorted(demo_report.glob("[0-9a-f]*.html")) if text in path.read_text("utf-8"))


def opened(browser: Any, path: Path) -> list[str]:
    """Open a page; what was asked for outside its folder."""
    browser.get_log("performance")
    browser.get(path.as_uri())
    asked = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    addresses = [m["params"]["request"]["url"] for m in asked if m["method"] == "Network.requestWillBeSent"]
    return [one for one in addresses if not one.startswith((path.parent.as_uri(), "data:", "chrome:"))]


def test_pages_open_without_an_error_and_nothing_leaves_the_folder(browser: Any, demo_report: Path) -> None:
    for path in sorted(demo_report.glob("*.html")):
        assert opened(browser, path) == []
        assert [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"] == []


def test_a_click_on_a_value_highlights_its_box_and_back(browser: Any, demo_report: Path) -> None:
    opened(browser, page_with(demo_report, "checkboxes-1"))
    link = browser.find_element(By.CSS_SELECTOR, "#systems-1 a.to")
    link.click()
    (box,) = browser.find_elements(By.CSS_SELECTOR, ".box.on")
    assert link.get_attribute("href").endswith(f"#{box.get_attribute('id')}")
    row = browser.find_element(By.CSS_SELECTOR, "tr.on")
    assert row.get_attribute("id") == "systems-1"
    other = browser.find_element(By.CSS_SELECTOR, ".box.choices")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'}); arguments[0].click()", other)
    target = other.get_attribute("href").split("#")[1]
    assert browser.find_element(By.ID, target).get_attribute("class").split()[-1] == "on"


def test_arrow_keys_go_from_row_to_row(browser: Any, demo_report: Path) -> None:
    opened(browser, page_with(demo_report, "choices-2"))
    browser.find_element(By.CSS_SELECTOR, "#choices-1 td").click()
    browser.find_element(By.TAG_NAME, "body").send_keys(Keys.ARROW_DOWN)
    assert browser.find_element(By.CSS_SELECTOR, "tr.on").get_attribute("id") == "choices-2"


def test_hostile_text_stays_text(browser: Any, demo_report: Path) -> None:
    for path in (demo_report / "index.html", page_with(demo_report, "document.title=")):
        opened(browser, path)
        assert "<script>" in browser.find_element(By.TAG_NAME, "main").text or "<script>" in browser.title
        assert browser.title != "hacked" and browser.find_elements(By.CSS_SELECTOR, "img[src=x]") == []


def test_language_and_filter(browser: Any, demo_report: Path) -> None:
    opened(browser, demo_report / "index.html")
    before = browser.find_element(By.TAG_NAME, "h1").text
    browser.find_element(By.ID, "language").click()
    assert browser.find_element(By.TAG_NAME, "h1").text != before
    browser.find_element(By.ID, "language").click()
    rows = browser.find_elements(By.CSS_SELECTOR, "#statements tbody tr")
    browser.find_element(By.ID, "filter").send_keys("基礎項目評価書")
    assert 0 < sum(row.is_displayed() for row in rows) < len(rows)


def test_a_correction_is_a_command_to_copy(browser: Any, demo_report: Path) -> None:
    opened(browser, page_with(demo_report, "systems-1"))
    browser.find_element(By.CSS_SELECTOR, "#systems-1 td[data-column=name]").click()
    browser.execute_script("document.getElementById('correction').open = true")
    value = browser.find_element(By.NAME, "value")
    value.clear()
    value.send_keys("新しい'名")
    command = browser.find_element(By.NAME, "command").get_attribute("value")
    assert command.startswith("hyokasho correct '") and r"--value '新しい'\''名'" in command
    assert "--table systems --row 'システム1' --column name" in command


def test_everything_that_can_be_chosen_has_a_name(browser: Any, demo_report: Path) -> None:
    opened(browser, page_with(demo_report, "choices-1"))
    unnamed = browser.execute_script(
        "return [...document.querySelectorAll('a.box, img, input:not([type=hidden]), button, section')].filter(e =>"
        "!(e.getAttribute('aria-label') || e.alt || e.textContent.trim() || e.closest('label'))).length"
    )
    assert unnamed == 0
