"""The outside geocoder, against a server on this machine that answers as Nominatim does."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from flock import __version__
from flock.domain.gazetteer import Spot
from flock.domain.positions import LatLon
from flock.errors import GeocoderUnavailable
from flock.geocoding import nominatim
from flock.geocoding.answers import Answer, Query, Refusal
from flock.geocoding.nominatim import Nominatim
from flock.storage import schema
from flock.storage.database import Database
from flock.storage.geocode_memory import GeocodeMemory

CAFE = {
    "lat": "51.4433",
    "lon": "-2.5679",
    "display_name": "A Café, Wells Road, Bristol",
    "boundingbox": ["51.4423", "51.4443", "-2.5679", "-2.5679"],
}


@dataclass
class Fake:
    """A server that notes what it is asked and answers as it is told."""

    url: str = ""
    places: list[dict[str, object]] = field(default_factory=lambda: [dict(CAFE)])
    body: bytes = b""
    status: int = 200
    wait_s: float = 0.0
    drips_s: float = 0.0
    asked: list[str] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)


@pytest.fixture
def server() -> Iterator[Fake]:
    fake = Fake()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            fake.at.append(time.monotonic())
            fake.asked.append(parse_qs(urlsplit(self.path).query)["q"][0])
            fake.agents.append(self.headers["User-Agent"])
            time.sleep(fake.wait_s)
            body = fake.body or json.dumps(fake.places).encode()
            self.send_response(fake.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(OSError):
                for at in range(len(body) if fake.drips_s else 0):
                    self.wfile.write(body[at : at + 1])
                    time.sleep(fake.drips_s)
                self.wfile.write(b"" if fake.drips_s else body)

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        fake.url = f"http://127.0.0.1:{http.server_address[1]}"
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield fake
        http.shutdown()


@pytest.fixture(autouse=True)
def fresh_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test wait for the one before it."""
    monkeypatch.setattr(nominatim, "_turns", nominatim._Turns())


@pytest.fixture
def memory() -> GeocodeMemory:
    db = Database(None)
    schema.bring_up_to_date(db)
    return GeocodeMemory(db)


def open_at(server: Fake, memory: GeocodeMemory | None = None, *, timeout_s: float = 5.0) -> Nominatim:
    return Nominatim(server.url, contact="maps@example.org", memory=memory, timeout_s=timeout_s)


def test_answer_is_placed_and_says_who_asked(server: Fake) -> None:
    answer = open_at(server).geocode(Query(address="1 Wells  Road", town="Bristol", postcode="BS4 3EH", country="UK"))
    assert isinstance(answer, Answer)
    assert answer.position == LatLon(51.4433, -2.5679)
    assert answer.precision_m == pytest.approx(111, abs=1)  # half of the box's 0.002 degrees
    assert (answer.source, answer.matched) == ("OpenStreetMap Nominatim", "A Café, Wells Road, Bristol")
    assert server.asked == ["1 Wells Road, Bristol, BS4 3EH, UK"]
    assert server.agents == [f"flock/{__version__} (maps@example.org)"]


def test_nothing_is_asked_twice(server: Fake, memory: GeocodeMemory) -> None:
    first = open_at(server, memory).geocode(Query("Wells Road, Bristol"))
    assert open_at(server, memory).geocode(Query("  wells road,  BRISTOL ")) == first
    assert len(server.asked) == 1


def test_refusals_are_remembered_too(server: Fake, memory: GeocodeMemory) -> None:
    server.places = []
    refusal = open_at(server, memory).geocode(Query("Xanadu"))
    assert refusal == Refusal("OpenStreetMap knows no «Xanadu». Check the spelling, or give a full postcode.")
    assert open_at(server, memory).geocode(Query("xanadu")) == refusal
    assert len(server.asked) == 1


def test_nothing_is_asked_about_nothing(server: Fake) -> None:
    assert isinstance(open_at(server).geocode(Query(" ")), Refusal)
    assert server.asked == []


def test_one_request_a_second_for_the_whole_app(server: Fake) -> None:
    threads = [threading.Thread(target=open_at(server).geocode, args=(Query(f"Place {number}"),)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(server.at) == 3
    assert all(later - earlier >= 0.95 for earlier, later in zip(server.at, server.at[1:], strict=False))


def test_threads_that_ask_the_same_ask_once(server: Fake, memory: GeocodeMemory) -> None:
    server.wait_s = 0.3
    threads = [threading.Thread(target=open_at(server, memory).geocode, args=(Query("Wells Road"),)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("status", "words"),
    [(429, "asks us to slow down"), (500, "does not answer"), (503, "took too long"), (403, "does not answer")],
)
def test_failure_is_a_sentence_and_not_remembered(server: Fake, memory: GeocodeMemory, status: int, words: str) -> None:
    server.status = status
    with pytest.raises(GeocoderUnavailable, match=words):
        open_at(server, memory).geocode(Query("Wells Road"))
    assert memory.recall("wells road") is None


def test_slow_server_is_given_up(server: Fake) -> None:
    server.wait_s = 1.0
    with pytest.raises(GeocoderUnavailable, match="took too long"):
        open_at(server, timeout_s=0.2).geocode(Query("Wells Road"))
    assert len(server.asked) == 1


def test_server_that_drips_its_answer_is_given_up(server: Fake) -> None:
    server.drips_s = 0.05
    with pytest.raises(GeocoderUnavailable, match="took too long"):
        open_at(server, timeout_s=0.3).geocode(Query("Wells Road"))


def test_service_that_hangs_is_waited_for_by_one_and_asked_again_after_a_rest(
    server: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nominatim, "_FIRST_REST_S", 1.5)
    monkeypatch.setattr(nominatim, "_turns", nominatim._Turns())
    server.wait_s = 1.0
    said: list[str] = []

    def ask(number: int) -> None:
        with pytest.raises(GeocoderUnavailable) as caught:
            open_at(server, timeout_s=0.3).geocode(Query(f"Place {number}"))
        said.append(str(caught.value))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(server.asked) == 1
    assert sorted("took too long" in sentence for sentence in said) == [False] * 4 + [True]
    assert sum("did not answer a moment ago" in sentence for sentence in said) == 4
    server.wait_s = 0.0
    time.sleep(1.6)
    assert isinstance(open_at(server).geocode(Query("Wells Road")), Answer)


def test_no_server_is_a_sentence() -> None:
    with pytest.raises(GeocoderUnavailable, match="does not answer"):
        Nominatim("http://127.0.0.1:9", contact="maps@example.org", memory=None).geocode(Query("Wells Road"))


@pytest.mark.filterwarnings("ignore:Latitude normalization")
@pytest.mark.parametrize("nonsense", [{"lat": "951"}, {"lat": "nan"}, {"lat": "0", "lon": "0"}, {"boundingbox": ["a"]}])
def test_nonsense_is_a_sentence(server: Fake, nonsense: dict[str, object]) -> None:
    server.places[0].update(nonsense)
    with pytest.raises(GeocoderUnavailable, match="makes no sense"):
        open_at(server).geocode(Query("Wells Road"))


def test_what_is_no_json_is_a_sentence(server: Fake) -> None:
    server.body = b"<html>"
    with pytest.raises(GeocoderUnavailable, match="does not answer"):
        open_at(server).geocode(Query("Wells Road"))


def test_many_are_answered_in_order(server: Fake, memory: GeocodeMemory) -> None:
    heard: list[int] = []
    queries = [Query("Wells Road"), Query("wells road"), Query("Wells Road")]
    answers = open_at(server, memory).geocode_many(queries, progress=heard.append)
    assert [isinstance(answer, Answer) for answer in answers] == [True] * 3
    assert (heard, len(server.asked)) == ([1, 2, 3], 1)


def test_memory_gives_the_last_word(memory: GeocodeMemory) -> None:
    one = nominatim.Remembered(None, "x", "", "Not found.")
    other = nominatim.Remembered(Spot(LatLon(1.5, 2.5), 30.0), "x", "There", "")
    memory.remember("there", one)
    assert memory.recall("there") == one
    memory.remember("there", other)
    assert memory.recall("there") == other
    assert memory.recall("elsewhere") is None
