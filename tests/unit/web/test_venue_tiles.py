"""M4 and N3: tiles and open data over HTTP: filters, tags, cache headers, and a reason for what makes no sense."""

import csv
import io
import json

import geopandas as gpd
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from flock.domain.filters import VenueFilter
from flock.services.discovery import Discovery
from flock.storage.database import Database
from flock.web import headers, health, open_data, venue_tiles


@pytest.fixture(scope="module")
def client(places_db: Database) -> TestClient:
    discovery = Discovery(places_db)
    routes = [
        *venue_tiles.routes(lambda: discovery),
        *open_data.routes(lambda: discovery),
        *health.routes(lambda: True, ""),
        Route("/_stcore/metrics", lambda _: PlainTextResponse("sessions 3")),
    ]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(headers.SecurityHeaders)]))


def test_a_tile_carries_what_the_filter_finds(client: TestClient, places_db: Database) -> None:
    tile = client.get("/tiles/venues/0/0/0.json?needs=wifi").json()
    expected = Discovery(places_db).count(VenueFilter(needs=frozenset({"wifi"})))
    assert sum(cluster[2] for cluster in tile["clusters"]) + len(tile["places"]) == expected


def test_a_tile_known_to_the_browser_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/tiles/venues/5/15/10.json")
    assert first.headers["cache-control"] == "public, max-age=60"
    again = client.get("/tiles/venues/5/15/10.json", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/tiles/venues/5/15/10.json?q=x", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("/tiles/venues/25/0/0.json", "no zoom 25"),
        ("/tiles/venues/3/8/0.json", "no tile 8, 0"),
        ("/tiles/venues/3/x/0.json", "whole numbers"),
        ("/tiles/venues/3/1/0.json?kind=castle", "no kind of place called «castle»"),
        ("/tiles/venues/3/1/0.json?needs=gold", "no filter called «gold»"),
        ("/tiles/venues/3/1/0.json?open=soon", "«open» takes one number"),
        ("/tiles/venues/3/1/0.json?near=51,200&within=100", "not on the earth"),
        ("/tiles/venues/3/1/0.json?within=100", "needs a place to measure from"),
        ("/tiles/venues/3/1/0.json?near=51,0&within=nan", "«within» takes one number"),
        ("/tiles/venues/3/1/0.json?area=60,0,50,1", "area makes no sense"),
        ("/api/venues.geojson?open=99", "out of range"),
        ("/api/venues.exe", "cannot be had as «exe»"),
    ],
)
def test_what_makes_no_sense_gets_a_reason(client: TestClient, address: str, reason: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert reason in answer.json()["error"]
    assert answer.headers["cache-control"] == "no-store"


def test_open_data_as_geojson_names_who_made_it_and_how_many_there_are(client: TestClient) -> None:
    answer = client.get("/api/venues.geojson?kind=library")
    collection = answer.json()
    assert collection["licence"] == ["Invented, CC0"]
    assert len(collection["features"]) == int(answer.headers["x-total-count"]) > 100
    assert {feature["properties"]["kind"] for feature in collection["features"]} == {"library"}
    assert answer.headers["x-truncated"] == "false"


def test_all_formats_hold_the_same_places(client: TestClient) -> None:
    query = "?needs=quiet&near=53.8,-1.55&within=2000"
    collection = client.get(f"/api/venues.geojson{query}").json()
    table = list(csv.DictReader(io.StringIO(client.get(f"/api/venues.csv{query}").content.decode("utf-8-sig"))))
    frame = gpd.read_parquet(io.BytesIO(client.get(f"/api/venues.parquet{query}").content))
    ids = [feature["properties"]["venue_id"] for feature in collection["features"]]
    assert ids == [row["venue_id"] for row in table] == list(frame["venue_id"])
    assert len(ids) > 10
    point = json.loads(json.dumps(collection["features"][0]["geometry"]["coordinates"]))
    assert point == pytest.approx([float(table[0]["lon"]), float(table[0]["lat"])])


def test_every_answer_is_dressed_and_metrics_are_closed(client: TestClient) -> None:
    for address in ("/health", "/tiles/venues/0/0/0.json", "/tiles/venues/99/0/0.json", "/nothing", "/_stcore/metrics"):
        answer = client.get(address)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    assert client.get("/_stcore/metrics").status_code == 404
