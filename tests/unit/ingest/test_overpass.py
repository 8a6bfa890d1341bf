"""Areas of OpenStreetMap: asked politely of a local server that plays Overpass, and read like any other file (I1)."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from flock.domain.positions import Bounds
from flock.errors import BadTable, MapServerUnavailable
from flock.ingest import columns, overpass, tables, venues
from flock.ingest.overpass import Overpass

BRISTOL = Bounds(51.44, -2.62, 51.47, -2.57)
ANSWER = {
    "version": 0.6,
    "elements": [
        {
            "type": "node",
            "id": 1,
            "lat": 51.45,
            "lon": -2.6,
            "tags": {"amenity": "cafe", "name": "Bean", "wheelchair": "limited"},
        },
        {"type": "way", "id": 2, "center": {"lat": 51.46, "lon": -2.58}, "tags": {"amenity": "library", "name": "Central"}},
        {"type": "node", "id": 3, "lat": 51.45, "lon": -2.6, "tags": {"amenity": "bench", "name": "No place"}},
        {"type": "node", "id": 4, "lat": 51.45, "lon": -2.6},
    ],
}


class Asked:
    """What the server was asked, and by whom."""

    def __init__(self) -> None:
        self.questions: list[str] = []
        self.agents: list[str] = []


@contextmanager
def serving(answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[tuple[str, Asked]]:
    asked = Asked()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            asked.questions.append(parse_qs(body)["data"][0])
            asked.agents.append(self.headers["User-Agent"])
            answer(self)

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api/interpreter", asked
    finally:
        server.shutdown()
        server.server_close()


def saying(content: bytes, status: int = 200) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def test_places_of_an_area_are_a_table_with_their_licence(tmp_path: Path) -> None:
    with serving(saying(json.dumps(ANSWER).encode())) as (url, asked):
        Overpass(url, contact="us@example.org").fetch(BRISTOL, ["cafe", "library"], tmp_path / "area.json")
    assert asked.agents[0].startswith("flock/")
    assert asked.agents[0].endswith("(us@example.org)")
    assert asked.questions == [
        '[out:json][timeout:60];(nwr["amenity"~"^(cafe)$"]["name"](51.440000,-2.620000,51.470000,-2.570000);'
        'nwr["shop"~"^(coffee)$"]["name"](51.440000,-2.620000,51.470000,-2.570000);'
        'nwr["amenity"~"^(library)$"]["name"](51.440000,-2.620000,51.470000,-2.570000););out tags center qt;'
    ]
    table = tables.read(tmp_path / "area.json")
    assert table.reading.format == "overpass"
    (chunk,) = table.chunks()
    checked = venues.check(chunk, columns.find("area", table.header, chunk.columns))
    assert checked.problems == []
    places = checked.places.select(["name", "lat", "lon", "source", "licence"]).to_pylist()
    credit = {"source": "© OpenStreetMap contributors", "licence": "ODbL 1.0"}
    assert places == [
        {"name": "Bean", "lat": 51.45, "lon": -2.6, **credit},
        {"name": "Central", "lat": 51.46, "lon": -2.58, **credit},
    ]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (saying(b"", 429), "asks us to slow down"),
        (saying(b"", 504), "is too busy"),
        (saying(b"", 400), "refused the question (400)"),
        (saying(b"<html>Sorry</html>"), "makes no sense"),
        (saying(b'{"elements": []'), "makes no sense"),
        (saying(b'{"elements": [], "remark": "runtime error: Query timed out"}'), "before it had found everything"),
        (lambda handler: handler.wfile.write(b"nonsense"), "does not answer"),
    ],
)
def test_a_server_that_does_not_answer_is_said_in_a_sentence(
    tmp_path: Path, answer: Callable[[BaseHTTPRequestHandler], None], said: str
) -> None:
    with serving(answer) as (url, _), pytest.raises(MapServerUnavailable) as error:
        Overpass(url, contact="us@example.org").fetch(BRISTOL, ["cafe"], tmp_path / "area.json")
    assert said in str(error.value)
    assert str(error.value).startswith("The OpenStreetMap server at 127.0.0.1:")


def test_a_slow_server_is_given_up(tmp_path: Path) -> None:
    release = threading.Event()
    with serving(lambda handler: release.wait(5) and None) as (url, _):  # type: ignore[func-returns-value]
        with pytest.raises(MapServerUnavailable, match="took too long"):
            Overpass(url, contact="", timeout_s=0.2).fetch(BRISTOL, ["cafe"], tmp_path / "area.json")
        release.set()


def test_a_server_that_drips_is_given_up(tmp_path: Path) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        with suppress(OSError):
            for _ in range(100):
                handler.wfile.write(b" ")
                time.sleep(0.05)

    with serving(drip) as (url, _), pytest.raises(MapServerUnavailable, match="took too long"):
        Overpass(url, contact="", timeout_s=0.3).fetch(BRISTOL, ["cafe"], tmp_path / "area.json")
    assert list(tmp_path.iterdir()) == []


def test_nobody_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(MapServerUnavailable, match="does not answer"):
        Overpass("http://127.0.0.1:1/x", contact="").fetch(BRISTOL, ["cafe"], tmp_path / "area.json")


def test_a_country_and_no_kind_are_refused_before_anybody_is_asked() -> None:
    with pytest.raises(BadTable, match="larger than 1 degree"):
        overpass.question(Bounds(50, -5, 55, 1), ["cafe"])
    with pytest.raises(BadTable, match="at least one kind"):
        overpass.question(BRISTOL, ["other"])
