"""Streamlit's files reach a browser compressed and for good, and are what Streamlit ships."""

import gzip
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit import file_util

from flock.web import bundles
from flock.web.bundles import Bundles

SHIPPED = Path(file_util.get_static_dir()) / "static"
PASSED_ON = "Streamlit's own answer"


@pytest.fixture(scope="module")
def browser() -> TestClient:
    """A browser at an app that answers everything else with a sentence."""
    route = Route("/{path:path}", lambda _: PlainTextResponse(PASSED_ON), methods=["GET", "POST"])
    return TestClient(Starlette(routes=[route], middleware=[Middleware(Bundles, folder=SHIPPED.parent)]))


@pytest.mark.parametrize(("ending", "kind"), [("js", "text/javascript"), ("css", "text/css"), ("woff2", "font/woff2")])
def test_a_file_comes_as_shipped_and_may_be_kept(browser: TestClient, ending: str, kind: str) -> None:
    """Twice, the second time from memory."""
    file = max(SHIPPED.rglob(f"*.{ending}"), key=lambda file: file.stat().st_size)
    address = f"/static/{file.relative_to(SHIPPED).as_posix()}"
    for _ in range(2):
        answer = browser.get(address, headers={"Accept-Encoding": "gzip, br"})
        assert answer.content == file.read_bytes()
        assert answer.headers["content-type"].startswith(kind)
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["vary"] == "Accept-Encoding"


def test_each_kind_of_file_has_a_media_type() -> None:
    """Of the machine's own table nobody knows what it says."""
    assert {file.suffix for file in SHIPPED.rglob("*.*")} <= set(bundles._KINDS)


def test_scripts_travel_compressed_and_fonts_as_they_are(browser: TestClient) -> None:
    """Compressing a font again gains nothing."""
    script = max(SHIPPED.rglob("*.js"), key=lambda file: file.stat().st_size)
    font = max(SHIPPED.rglob("*.woff2"), key=lambda file: file.stat().st_size)
    asked = {"Accept-Encoding": "gzip"}
    told = browser.get(f"/static/js/{script.name}", headers=asked).headers
    assert told["content-encoding"] == "gzip"
    assert int(told["content-length"]) < 0.5 * script.stat().st_size
    assert len(gzip.compress(script.read_bytes())) >= 0.9 * int(told["content-length"])
    told = browser.get(f"/static/media/{font.name}", headers=asked).headers
    assert "content-encoding" not in told
    assert int(told["content-length"]) == font.stat().st_size


@pytest.mark.parametrize(
    ("method", "address", "headers"),
    [
        ("GET", "/static/js/none.js", {}),
        ("GET", "/static/../index.html", {}),
        ("GET", "/static/%2e%2e/index.html", {}),
        ("GET", "/", {}),
        ("POST", "script", {}),
        ("GET", "script", {"Accept-Encoding": "identity"}),
        ("GET", "script", {"Range": "bytes=0-9"}),
    ],
)
def test_the_rest_is_passed_on(browser: TestClient, method: str, address: str, headers: dict[str, str]) -> None:
    """What is no file of Streamlit's, and what asks for one in another way."""
    script = next(SHIPPED.rglob("*.js")).name
    answer = browser.request(method, address.replace("script", f"/static/js/{script}"), headers=headers)
    assert answer.text == PASSED_ON
