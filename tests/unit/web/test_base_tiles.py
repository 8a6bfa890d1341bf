import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from flock.services.base_map import BaseMap
from flock.web import base_tiles


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(Starlette(routes=base_tiles.routes(BaseMap())))


def test_a_tile_is_json_that_a_browser_may_keep_and_ask_about(client):
    answer = client.get("/tiles/base/6/31/21.json")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "public, max-age=86400"
    assert {"land", "lakes", "isles", "rivers", "towns"} == set(answer.json())
    again = client.get("/tiles/base/6/31/21.json", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("6/64/0", "There is no tile 64, 0 at zoom 6"),
        ("25/0/0", "There is no zoom 25"),
        ("-1/0/0", "«-1» is not one"),
        ("6/1.5/0", "«1.5» is not one"),
        ("x/0/0", "«x» is not one"),
        ("٣/0/0", "is not one"),
        (f"{'9' * 5000}/0/0", "is not one"),
    ],
)
def test_a_tile_that_makes_no_sense_is_refused_with_a_reason(client, path, reason):
    answer = client.get(f"/tiles/base/{path}.json")
    assert answer.status_code == 400
    assert reason in answer.json()["error"]
    assert answer.headers["cache-control"] == "no-store"
