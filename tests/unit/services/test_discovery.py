"""M1, M2, M3, P4: what the list, the tiles and the empty state say, beside the same worked out one place at a time."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flock.domain import filters, hours, positions, tiles
from flock.domain.filters import VenueFilter
from flock.domain.positions import Bounds, LatLon
from flock.errors import BadFilter, NotFound
from flock.services.discovery import SPLIT, Discovery
from flock.storage import schema
from flock.storage.database import Database

MONDAY_NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MONDAY_EARLY = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
LEEDS = LatLon(53.8, -1.55)

about_facts = {
    "kinds": st.frozensets(st.sampled_from(["cafe", "pub", "library", "museum"])),
    "needs": st.frozensets(st.sampled_from(list(filters.NEEDS)), max_size=3),
    "include_unknown": st.booleans(),
}
facts_filter = st.builds(VenueFilter, **about_facts)  # what the counts per cell answer
any_filter = st.builds(
    VenueFilter,
    **about_facts,
    open_for_h=st.sampled_from([None, 0, 2, 8]),
    text=st.sampled_from(["", "cafe", "PLACE 1", "nothing like it"]),
    area=st.sampled_from([None, Bounds(53.7, -1.7, 53.9, -1.4), Bounds(50, -6, 55, 1)]),
)
a_filter = facts_filter | any_filter
a_circle = st.sampled_from([(None, None), (LEEDS, 500.0), (LEEDS, 3_000.0), (LatLon(57.9, -4.0), 200_000.0)])


def fits(place: Any, wanted: VenueFilter, at: datetime) -> bool:
    """Read the filter the slow way."""
    facts_fit = all(
        place.facts[fact] in accepted or (wanted.include_unknown and place.facts[fact] == "unknown")
        for fact, accepted in (filters.NEEDS[need] for need in wanted.needs)
    )
    is_open = wanted.open_for_h is None or (
        place.facts["status"] == "open"
        and place.hours is not None
        and hours.open_for(place.hours, "Europe/London", at, wanted.open_for_h)
    )
    text = f"{place.name} leeds 1 high street".lower().replace("é", "e")
    area = wanted.area
    return (
        place.facts["status"] != "closed"
        and (not wanted.kinds or place.facts["kind"] in wanted.kinds)
        and facts_fit
        and is_open
        and all(word in text for word in wanted.text.lower().split())
        and (area is None or (area.south <= place.position.lat <= area.north and area.west <= place.position.lon <= area.east))
        and (wanted.radius_m is None or positions.distance_m(wanted.near, place.position) <= wanted.radius_m)
    )


@given(wanted=a_filter, circle=a_circle, at=st.sampled_from([MONDAY_NOON, MONDAY_EARLY]))
@settings(max_examples=120, deadline=None)
def test_the_list_is_what_fits_nearest_first(
    places_db: Database, invented: list[Any], wanted: VenueFilter, circle: Any, at: datetime
) -> None:
    near, radius_m = circle
    wanted = VenueFilter(
        wanted.kinds, wanted.needs, wanted.include_unknown, wanted.open_for_h, wanted.text, near, radius_m, wanted.area
    )
    expected = [place for place in invented if fits(place, wanted, at)]
    found = Discovery(places_db).search(wanted, most=30, at=at)
    assert found.total == len(expected)
    assert len(found.places) == min(30, len(expected))
    if near:
        distances = sorted(positions.distance_m(near, place.position) for place in expected)[:30]
        assert [distance_m for _, distance_m in found.places] == pytest.approx(distances, abs=0.01)
    else:
        assert {venue.name for venue, _ in found.places} <= {place.name for place in expected}


@given(wanted=a_filter, zoom=st.integers(0, 12))
@settings(max_examples=60, deadline=None)
def test_tiles_of_one_zoom_together_hold_just_what_the_list_counts(
    places_db: Database, invented: list[Any], wanted: VenueFilter, zoom: int
) -> None:
    discovery = Discovery(places_db)
    fitting = [place for place in invented if fits(place, wanted, MONDAY_NOON)]
    drawn = groups = 0
    for x, y in {tiles.column_row(place.position, zoom) for place in fitting}:
        tile = discovery.tile(wanted, zoom=zoom, x=x, y=y, at=MONDAY_NOON)
        drawn += sum(cluster[2] for cluster in tile["clusters"]) + len(tile["places"])
        groups += len(tile["clusters"]) + len(tile["places"])
    assert groups == len({tiles.column_row(place.position, zoom + SPLIT) for place in fitting})
    assert drawn == len(fitting) == discovery.count(wanted, at=MONDAY_NOON)


def test_a_deep_tile_shows_single_places_with_their_name_and_whether_they_are_open(
    places_db: Database, invented: list[Any]
) -> None:
    place = next(place for place in invented if place.hours == "24/7" and place.facts["status"] == "open")
    x, y = tiles.column_row(place.position, 16)
    tile = Discovery(places_db).tile(VenueFilter(), zoom=16, x=x, y=y, at=MONDAY_NOON)
    assert tile["clusters"] == []
    drawn = next(drawn for drawn in tile["places"] if drawn[4] == place.name)
    assert drawn[1:] == [round(place.position.lat, 6), round(place.position.lon, 6), place.facts["kind"], place.name, "open"]


def test_pages_of_a_list_follow_each_other(places_db: Database) -> None:
    discovery = Discovery(places_db)
    wanted = VenueFilter(near=LEEDS)
    whole = discovery.search(wanted, most=40).places
    halves = discovery.search(wanted, most=20).places + discovery.search(wanted, most=20, skip=20).places
    assert [venue.venue_id for venue, _ in whole] == [venue.venue_id for venue, _ in halves]


def test_what_empties_a_list_is_named_with_what_there_would_be(places_db: Database, invented: list[Any]) -> None:
    wanted = VenueFilter(kinds=frozenset({"pub"}), needs=frozenset({"quiet"}), text="nothing like it")
    discovery = Discovery(places_db)
    assert discovery.search(wanted).total == 0
    expected = sum(fits(place, wanted.without("text"), MONDAY_NOON) for place in invented)
    assert discovery.what_empties(wanted) == [("text", expected)]


def test_a_place_by_its_id_and_what_is_near_it(places_db: Database) -> None:
    discovery = Discovery(places_db)
    venue = discovery.search(VenueFilter(near=LEEDS), most=1).places[0][0]
    assert discovery.venue(venue.venue_id) == venue
    neighbours = discovery.neighbours(venue)
    assert len(neighbours) == 4
    assert venue.venue_id not in {other.venue_id for other, _ in neighbours}
    with pytest.raises(NotFound, match="no such place"):
        discovery.venue(uuid4())


def test_a_tile_that_does_not_exist_is_refused(places_db: Database) -> None:
    with pytest.raises(BadFilter, match="no tile"):
        Discovery(places_db).tile(VenueFilter(), zoom=3, x=8, y=0)


def test_the_tag_of_a_tile_changes_with_the_filter_and_the_minute_only(places_db: Database) -> None:
    discovery = Discovery(places_db)
    tag = discovery.tile_tag(VenueFilter(), zoom=3, x=3, y=2, at=MONDAY_NOON)
    assert tag == discovery.tile_tag(VenueFilter(), zoom=3, x=3, y=2, at=MONDAY_NOON.replace(second=59))
    assert tag != discovery.tile_tag(VenueFilter(text="a"), zoom=3, x=3, y=2, at=MONDAY_NOON)
    assert tag != discovery.tile_tag(VenueFilter(), zoom=3, x=3, y=2, at=MONDAY_EARLY)


def test_an_empty_database_finds_nothing_and_has_no_extent() -> None:
    db = Database(None)
    schema.bring_up_to_date(db)
    discovery = Discovery(db)
    assert discovery.search(VenueFilter()).total == 0
    assert discovery.extent() is None
    assert discovery.tile(VenueFilter(), zoom=0, x=0, y=0) == {"clusters": [], "places": []}
