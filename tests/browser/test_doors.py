"""A1, S10: the doors of a really started server, and what a home leaves behind: no frame, file, log line or request has the point."""

import re
import struct
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest
from playwright.sync_api import Page, WebSocket, expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from flock.geocoding.answers import Query
from flock.geocoding.gazetteer import Gazetteer

SHOWN_MS = 20_000
MARKED = "IV27 4QE"
"""A postcode in Sutherland that no place and nobody of the sample community is near."""


@pytest.fixture(scope="module")
def app(app_server):
    return app_server(FLOCK_LOG_LEVEL="debug")


def frames_of(page: Page) -> list[tuple[str, bytes]]:
    """Record what a page sends and hears over its websockets from now on."""
    frames: list[tuple[str, bytes]] = []

    def hear(socket: WebSocket) -> None:
        socket.on("framesent", lambda told: frames.append(("sent", told if isinstance(told, bytes) else told.encode())))
        socket.on("framereceived", lambda told: frames.append(("heard", told if isinstance(told, bytes) else told.encode())))

    page.on("websocket", hear)
    return frames


def traces(gazetteer: Gazetteer) -> list[bytes]:
    """Give the marked postcode as it could be written, and its position as text and as numbers."""
    position = gazetteer.geocode(Query(text=MARKED)).position
    texts = {MARKED, MARKED.replace(" ", ""), MARKED.lower(), MARKED.replace(" ", "").lower(), MARKED.replace(" ", "%20")}
    texts |= {f"{number:.4f}" for number in position}
    return [text.encode() for text in texts] + [struct.pack(form, number) for number in position for form in ("<d", ">d", "<f")]


def test_s10_a_marked_home_is_in_no_file_log_line_frame_or_request(app, page: Page, browser, gazetteer: Gazetteer) -> None:
    """The one frame with it is the one by which she sends it; the one who looks on hears nothing of it at all."""
    frames, asked = frames_of(page), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{app.url}/settings?as=new")
    field = page.get_by_label(re.compile("Postcode or town"))
    field.fill(MARKED, timeout=SHOWN_MS)
    before = len(frames)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_test_id("stAlert").or_(page.get_by_test_id("stToast")).first).to_be_visible(timeout=SHOWN_MS)
    page.goto(f"{app.url}/what-others-see?as=new")
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=SHOWN_MS)
    page.wait_for_load_state("networkidle")
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    other = context.new_page()
    others_frames = frames_of(other)
    other.goto(f"{app.url}/people?as=member")
    expect(other.get_by_role("heading", level=1)).to_be_visible(timeout=SHOWN_MS)
    other.wait_for_load_state("networkidle")
    context.close()
    marks = traces(gazetteer)
    told = [way for way, frame in frames[before:] if any(mark in frame for mark in marks)]
    assert told.count("sent") >= 1, "the frame that she sends holds it, so the others would be found"
    assert "heard" not in told
    assert not [frame for _, frame in others_frames if any(mark in frame for mark in marks)]
    assert {urlsplit(url).hostname for url in asked} <= {urlsplit(app.url).hostname, ""}
    assert not [url for url in asked if any(mark in url.encode() for mark in marks)]
    folder = database_folder(app)
    written = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    assert written
    assert [file for file, content in written.items() if any(mark in content for mark in marks)] == []
    assert not [mark for mark in marks if mark in app.log_file.read_bytes()]


def database_folder(app) -> Path:
    """Find where the server has its database: its own temporary folder."""
    environment = Path(f"/proc/{app.process.pid}/environ").read_bytes().split(b"\0")
    return Path(next(one for one in environment if one.startswith(b"FLOCK_DATABASE=")).partition(b"=")[2].decode()).parent


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null"])
def test_a1_another_origin_gets_no_websocket(app, origin: str) -> None:
    address = f"{app.url.replace('http', 'ws')}/_stcore/stream"
    with pytest.raises(InvalidStatus) as refused, connect(address, additional_headers={"Origin": origin}, proxy=None):
        pass
    assert refused.value.response.status_code == 403


def test_a1_without_a_pass_nothing_is_given_or_taken(app) -> None:
    client = httpx2.Client(base_url=app.url, trust_env=False)
    for address in ("/media/0000.zip", "/photos/x", "/export/x", "/tiles/members/9/253/164.json", "/_stcore/metrics"):
        answer = client.get(address)
        assert answer.status_code == 404, address
        assert b"member" not in answer.content
    for token in ({}, {"X-Xsrftoken": "made up"}):
        answer = client.put("/_stcore/upload_file/none/none", files={"file": ("a.csv", b"name\nAda")}, headers=token)
        assert answer.status_code in (400, 401, 403, 404), answer.text


def test_a1_every_answer_of_the_server_wears_its_headers(app) -> None:
    client = httpx2.Client(base_url=app.url, trust_env=False)
    for address in (
        "/",
        "/people",
        "/health",
        "/_stcore/health",
        "/_stcore/metrics",
        "/no/such/file.js",
        "/static/none",
        "/api/venues.exe",
    ):
        headers = client.get(address).headers
        for name in (
            "content-security-policy",
            "x-content-type-options",
            "x-frame-options",
            "referrer-policy",
            "permissions-policy",
        ):
            assert name in headers, (address, name)


def test_a1_a_stream_wears_its_headers_let_in_or_not(app) -> None:
    """On the server that runs, whichever way it refuses."""
    address = f"{app.url.replace('http', 'ws')}/_stcore/stream"
    with connect(address, origin=app.url, proxy=None) as socket:
        assert "content-security-policy" in socket.response.headers
    with pytest.raises(InvalidStatus) as refused, connect(address, origin="https://elsewhere.example", proxy=None):
        pass
    assert refused.value.response.status_code == 403
    assert {"content-security-policy", "x-content-type-options"} <= {name.lower() for name in refused.value.response.headers}


@pytest.mark.parametrize("address", ["/health", "/metrics"])
def test_a1_what_is_for_operators_is_not_given_to_what_a_proxy_passes_on(app, address: str) -> None:
    client = httpx2.Client(base_url=app.url, trust_env=False)
    assert client.get(address).status_code == 200
    for header in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "Via"):
        for said in ("127.0.0.1", "203.0.113.9", "203.0.113.9, 127.0.0.1", "::1"):
            assert client.get(address, headers={header: said}).status_code == 404, (header, said)


def test_a1_under_another_host_there_is_nothing_where_hosts_are_named(app_server) -> None:
    """DNS rebinding: `server.allowedHosts` holds for Flock's own routes as well."""
    app = app_server(STREAMLIT_SERVER_ALLOWED_HOSTS="127.0.0.1")
    client = httpx2.Client(base_url=app.url, trust_env=False)
    for address in ("/", "/health", "/api/venues.csv", "/tiles/members/9/253/164.json", "/export/x", "/photos/x"):
        assert client.get(address).status_code in (200, 404), address
        assert client.get(address, headers={"Host": "elsewhere.example"}).status_code in (400, 403), address
