"""A Streamlit script served on a free port, and headless Chromium to look at it with."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
START_S = 180  # a first start builds the gazetteer
_FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


def environment(**settings: str) -> dict[str, str]:
    """Give this process's environment with these settings of Flock and no others."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FLOCK_")}
    return kept | {"PYTHONPATH": str(ROOT)} | settings


@contextmanager
def app(script: Path, *, health: str, **settings: str) -> Iterator[str]:
    """Serve a script until it is healthy, give its address, and stop it whatever happens."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless=true", f"--server.port={port}"]
    command += ["--server.address=127.0.0.1", "--server.fileWatcherType=none", "--browser.gatherUsageStats=false"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(**settings), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}{health}", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def wait_until_healthy(address: str, process: subprocess.Popen[bytes]) -> None:
    """Return at the first answer 200. Raises RuntimeError where the process ends or takes too long."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    give_up_at = time.monotonic() + START_S
    while time.monotonic() < give_up_at and process.poll() is None:
        try:
            with direct.open(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"{address} did not answer within {START_S} s; the process says {process.poll()}.")


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def browser_missing() -> str | None:
    """Say what has to be installed before `page` works, None when all is there."""
    try:
        import playwright  # noqa: F401
    except ImportError:
        return "playwright is not installed (pip install -r requirements-dev.txt)"
    return None if _chromium() else "Chromium is not installed (Debian: apt-get install chromium)"


@contextmanager
def page(width: int, height: int) -> Iterator[Any]:
    """Give an empty page of a browser that remembers nothing."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=_chromium(), args=list(_FLAGS))
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="en-GB", timezone_id="Europe/London")
        yield context.new_page()
        chromium.close()


def _chromium() -> str | None:
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
