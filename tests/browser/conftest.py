"""What browser tests share: the running app on a free port, and headless Chromium to look at it with."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
START_S = 120  # a first start fills the database
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Server:
    """A Streamlit server under test: its address without a slash at the end, its process and where its output goes."""

    url: str
    process: subprocess.Popen[bytes]
    log_file: Path

    @property
    def log(self) -> str:
        """All that the server has printed so far."""
        return self.log_file.read_text("utf-8", errors="replace")


Serve = Callable[..., Server]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Find the system's Chromium; without one skip, but fail in CI, where a skip would hide a missing install step."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    reason = "No Chromium on this machine. Install it (Debian: apt-get install chromium) to run the browser tests."
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """One headless Chromium for all tests."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own for each test, with no cookies or storage of another."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", timezone_id="Europe/London")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Give `serve(script, env=None)`: run any Streamlit script, wait until it is healthy, stop it after the module's tests.

    With `secrets`, a file of Streamlit's, people can sign in.

    The environment is this process's without its FLOCK_… settings, then `env`; the working folder is the repository.
    """
    servers: list[Server] = []

    def start(script: Path, env: Mapping[str, str] | None = None, *, secrets: Path | None = None) -> Server:
        log_file = tmp_path_factory.mktemp("server") / "server.log"
        port = free_port()
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("FLOCK_")}
        command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless=true", f"--server.port={port}"]
        host = "localhost" if secrets else "127.0.0.1"  # the name that providers of sign-in allow without TLS
        command += [f"--secrets.files={secrets}"] if secrets else []
        command += [f"--server.address={host}", "--server.fileWatcherType=none", "--browser.gatherUsageStats=false"]
        with log_file.open("wb") as log:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=inherited | {"PYTHONPATH": str(ROOT)} | dict(env or {}),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        servers.append(server := Server(f"http://{host}:{port}", process, log_file))
        _wait(server, "/_stcore/health")
        return server

    yield start
    for server in servers:
        server.process.terminate()
    for server in servers:
        try:
            server.process.wait(10)
        except subprocess.TimeoutExpired:
            server.process.kill()
            server.process.wait(10)


@pytest.fixture(scope="module")
def app_server(serve: Serve, gazetteer_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Serve:
    """Give `app_server(secrets=None, **settings)`: the app on a new database, once the sample community has moved in.

    It has no base-map tiles unless FLOCK_TILES_URL is given.
    """

    def start(*, secrets: Path | None = None, **settings: str) -> Server:
        folder = tmp_path_factory.mktemp("app")
        paths = {"FLOCK_DATABASE": str(folder / "flock.duckdb"), "FLOCK_GAZETTEER": str(gazetteer_path)}
        server = serve(ROOT / "app.py", paths | {"FLOCK_TILES_URL": ""} | settings, secrets=secrets)
        _wait(server, "/health")
        return server

    return start


def free_port() -> int:
    """Give a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(server: Server, path: str) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            pytest.fail(f"The server ended with code {server.process.returncode} before it was ready:\n{server.log[-3000:]}")
        with contextlib.suppress(httpx2.TransportError):
            if httpx2.get(f"{server.url}{path}", timeout=5, trust_env=False).status_code == 200:
                return
        time.sleep(0.1)
    pytest.fail(f"The server did not answer {path} with 200 within {START_S} s:\n{server.log[-3000:]}")
