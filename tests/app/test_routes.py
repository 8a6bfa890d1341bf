"""A1: route × person, none wrong; every answer wears its headers; what somebody may not have answers as what does not exist."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

import tests.routes
from flock.domain import tiles
from flock.domain.members import ROLES, Person
from flock.domain.positions import LatLon
from flock.parts import Parts
from flock.services import photo_passes
from flock.web import assets
from tests.app.conftest import WHO

HEADERS = (
    "content-security-policy",
    "permissions-policy",
    "referrer-policy",
    "x-content-type-options",
    "x-frame-options",
)
X, Y = tiles.column_row(LatLon(53.8, -1.55), 9)

# Each address, and who is given what is there. A new route adds its line here.
ADDRESSES: dict[str, tuple[str, tuple[str, ...]]] = {
    "hexagons of members": (f"/tiles/members/9/{X}/{Y}.json?pass={{map}}", ROLES),
    "somebody's photo": ("/photos/{photo}", ROLES),
    "her own data": ("/export/{export}", WHO[1:]),
    "tiles of places": (f"/tiles/venues/9/{X}/{Y}.json", WHO),
    "hexagons to pick from": (f"/tiles/hexagons/9/{X}/{Y}.json", WHO),
    "places as GeoJSON": ("/api/venues.geojson", WHO),
    "places as CSV": ("/api/venues.csv", WHO),
    "places as Parquet": ("/api/venues.parquet", WHO),
    "the base map": (f"/tiles/base/9/{X}/{Y}.json", WHO),
    "a script": (f"/{assets.folder()}/map.js", WHO),
    "health": ("/health", ()),
    "figures": ("/metrics", ()),
    "Streamlit's figures": ("/_stcore/metrics", ()),
    "nothing": ("/no-such-address", ()),
}
GUESSED = {"map": "0" * 32 + ".20261125." + "0" * 32, "photo": "A" * 54 + "." + "A" * 22, "export": "A" * 43}


@pytest.fixture(scope="module")
def routes(parts: Parts) -> Starlette:
    """The app's own routes and what every answer passes through, and one that is broken."""

    def broken(_: object) -> None:
        raise ValueError("Ada lives at LS1 5TQ")

    return tests.routes.app(parts, Route("/broken", broken))


@pytest.fixture
def passes(parts: Parts, ids: dict[str, UUID]) -> Callable[[str], dict[str, str]]:
    """Give the passes that somebody would hold who got them before she was sent away; guessed ones for nobody."""

    def of(who: str) -> dict[str, str]:
        if who == "nobody":
            return GUESSED
        person = Person(ids[who], who, "lead")  # what she says of her role is not believed
        with parts.db.writing() as cursor:
            cursor.execute("DELETE FROM photo")
            cursor.execute("INSERT INTO photo VALUES (uuidv7(), ?, 'a photo'::BLOB, now())", [ids["member"]])
        photo = photo_passes.make(parts.db, ids[who], [ids["member"]], now=datetime.now(UTC))[ids["member"]]
        return {"map": parts.member_map.pass_for(person), "photo": photo, "export": parts.personal_data.offer(person)}

    return of


def browser(app: Starlette) -> TestClient:
    return tests.routes.browser(app, raises=False)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("name", ADDRESSES)
def test_a_route_gives_what_is_hers_and_is_like_nothing_for_others(routes: Starlette, passes, name: str, who: str) -> None:
    address, given_to = ADDRESSES[name]
    answer = browser(routes).get(address.format(**passes(who)))
    assert answer.status_code == (200 if who in given_to else 404)
    assert set(HEADERS) <= set(answer.headers)
    if who not in given_to:
        guessed = browser(routes).get(address.format(**GUESSED))
        assert (answer.status_code, answer.content) == (guessed.status_code, guessed.content)
        assert {**answer.headers, "x-request-id": ""} == {**guessed.headers, "x-request-id": ""}
    if "{" in address:
        assert "no-store" in answer.headers["cache-control"] or answer.headers["cache-control"] == "private, no-cache"


def test_every_route_is_in_the_table(routes: Starlette) -> None:
    listed = [address.partition("?")[0] for address, _ in ADDRESSES.values()]
    for route in routes.routes:
        if isinstance(route, Route) and route.path != "/broken":
            assert any(route.path_regex.match(address) for address in listed), route.path


@pytest.mark.parametrize(
    "address", ["/tiles/members/x/0/0.json", "/tiles/venues/99/0/0.json", "/api/venues.exe", "/assets/0/none"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "OPTIONS"])
def test_refusals_wear_the_headers_too(routes: Starlette, address: str, method: str) -> None:
    answer = browser(routes).request(method, address)
    assert 400 <= answer.status_code < 500
    assert set(HEADERS) <= set(answer.headers)


def test_a_failure_says_nothing_of_itself_and_wears_the_headers(routes: Starlette) -> None:
    answer = browser(routes).get("/broken")
    assert answer.status_code == 500
    assert "Ada" not in answer.text
    assert set(HEADERS) <= set(answer.headers)


def test_a_pass_is_for_one_person_and_one_thing(routes: Starlette, passes) -> None:
    held = passes("member")
    for name in ("map", "photo", "export"):
        for other in ("map", "photo", "export"):
            address = {"map": f"/tiles/members/9/{X}/{Y}.json?pass=", "photo": "/photos/", "export": "/export/"}[other] + held[
                name
            ]
            if name != other:
                assert browser(routes).get(address).status_code == 404
    assert browser(routes).get(f"/export/{held['export']}").status_code == 200
    assert browser(routes).get(f"/export/{held['export']}").status_code == 404, "once"
