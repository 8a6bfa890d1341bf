"""The app starts on an empty machine and shows its first page."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]


def test_first_page_comes_up_and_asks_nobody_else(app_server, page: Page) -> None:
    server = app_server()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(server.url)
    page.get_by_role("button", name="Find").first.wait_for(timeout=30_000)
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if not url.startswith((server.url, "data:", "blob:"))] == []
    assert problems == []
    assert "Traceback" not in server.log


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"FLOCK_TILES_URL": "https://tiles.example/"}, "FLOCK_TILES_URL needs {z}, {x} and {y}"),
        ({"FLOCK_DATABASE": "README.md"}, "README.md is not a Flock database"),
        ({"FLOCK_COLOUR": "pink"}, "There is no setting FLOCK_COLOUR"),
    ],
)
def test_app_that_cannot_start_says_why_in_a_sentence(settings: dict[str, str], sentence: str) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("FLOCK_")}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port=0", "--server.headless=true"]
    ended = subprocess.run(command, cwd=ROOT, env=environment | settings, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 2
    assert sentence in ended.stderr
    assert "Traceback" not in ended.stdout + ended.stderr
