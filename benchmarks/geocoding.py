"""Offline geocoding of full postcodes, beside a geopy client that asks a server on this machine one by one.

The server answers at once with one and the same place, so that only what a call costs is compared, not the work behind it.
"""

import argparse
import json
import multiprocessing
import random
import time
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, HTTPServer
from multiprocessing.connection import Connection
from pathlib import Path

from geopy.geocoders import Nominatim

from benchmarks.support import measure
from flock.geocoding.answers import Answer, Query
from flock.geocoding.gazetteer import Gazetteer
from flock.geocoding.reference_data import Packages
from flock.storage import gazetteer as gazetteer_tables

TARGET_A_SECOND = 50_000
PLACE = [{"lat": "51.4433", "lon": "-2.5679", "display_name": "BS4 3EH", "boundingbox": ["51.4", "51.5", "-2.6", "-2.5"]}]


def main() -> None:
    """Measure both and print one table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--postcodes", type=int, default=200_000, help="how many to ask for in bulk")
    arguments.add_argument("--one-by-one", type=int, default=500, help="how many to ask for one by one")
    arguments.add_argument("--gazetteer", type=Path, default=Path("var/gazetteer.duckdb"), help="built where it is missing")
    given = arguments.parse_args()
    print(measure.machine("duckdb", "geopy"))
    tables = gazetteer_tables.open_or_build(given.gazetteer, Packages(), report=lambda sentence, fraction: print(sentence))
    gazetteer = Gazetteer(tables)
    postcodes = sample(given.postcodes)
    queries = [Query(postcode=postcode) for postcode in postcodes]
    few = queries[: given.one_by_one]
    rows = [
        ("Flock, in bulk", len(queries), best_of(3, lambda: in_bulk(gazetteer, queries))),
        ("Flock, one by one", len(few), best_of(1, lambda: [gazetteer.geocode(query) for query in few])),
        ("geopy, one by one", len(few), by_geopy(postcodes[: given.one_by_one])),
    ]
    peer = rows[-1][1] / rows[-1][2]
    heads = ["", "postcodes", "seconds", "postcodes a second", "times geopy", "target"]
    measure.table("Full postcodes, offline", heads, [cells(*row, peer) for row in rows])


def cells(name: str, count: int, seconds: float, peer: float) -> list[str]:
    """Write one line of the table."""
    rate = count / seconds
    target = ("met" if rate >= TARGET_A_SECOND else "MISSED") + f" (≥ {TARGET_A_SECOND:,})" if "bulk" in name else ""
    return [name, f"{count:,}", f"{seconds:.2f}", f"{rate:,.0f}", measure.figure(rate / peer), target]


def sample(count: int) -> list[str]:
    """Draw existing postcodes from the whole country, the same in each run."""
    every = [postcode for _, batch in Packages().postcodes() for postcode in batch["postcode"].to_pylist()]
    return random.Random(7).sample(every, count)


def in_bulk(gazetteer: Gazetteer, queries: Sequence[Query]) -> None:
    """Answer all and see that all were found."""
    answers = gazetteer.geocode_many(queries)
    assert all(isinstance(answer, Answer) for answer in answers)


def by_geopy(postcodes: Sequence[str]) -> float:
    """Give the seconds that geopy takes."""
    here, there = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(there,), daemon=True)
    server.start()
    try:
        client = Nominatim(scheme="http", domain=f"127.0.0.1:{here.recv()}", user_agent="flock benchmark")
        return best_of(1, lambda: [client.geocode(postcode) for postcode in postcodes])
    finally:
        server.terminate()


def serve(parent: Connection) -> None:
    """Answer every question at once with the same place, on a free port that the parent is told."""
    body = json.dumps(PLACE).encode()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    parent.send(server.server_address[1])
    server.serve_forever()


def best_of(rounds: int, work: Callable[[], object]) -> float:
    """Give the seconds of the fastest round."""

    def seconds() -> float:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    return min(seconds() for _ in range(rounds))


if __name__ == "__main__":
    main()
