"""Tags of OpenStreetMap in our words; what a tag does not say stays unknown (I1)."""

import pytest

from flock.domain.venues import KINDS
from flock.ingest import osm_tags

CAFE = {"amenity": "cafe", "name": "Bean"}


def read(**tags: str) -> dict[str, str]:
    row = osm_tags.row("node/1", CAFE | {key.replace("__", ":"): value for key, value in tags.items()}, 51.5, -0.1)
    assert row
    return dict(zip(osm_tags.HEADER, row, strict=True))


@pytest.mark.parametrize(
    ("tags", "wifi"),
    [
        ({}, ""),
        ({"internet_access": "no"}, "no"),
        ({"internet_access": "wlan"}, "customers"),
        ({"internet_access": "wlan", "internet_access__fee": "no"}, "free"),
        ({"internet_access": "yes", "internet_access__fee": "customers"}, "customers"),
        ({"internet_access": "wlan;terminal", "internet_access__fee": "yes"}, "paid"),
        ({"internet_access": "terminal"}, ""),
    ],
)
def test_wifi_is_what_the_tags_prove(tags: dict[str, str], wifi: str) -> None:
    assert read(**tags)["wifi"] == wifi


@pytest.mark.parametrize(
    ("tags", "field", "value"),
    [
        ({"opening_hours": "Mo-Fr 09:00-17:00"}, "hours", "Mo-Fr 09:00-17:00"),
        ({"opening_hours": "closed"}, "status", "closed"),
        ({"power_supply": "yes"}, "sockets", "few"),
        ({"wheelchair": "designated"}, "wheelchair", "designated"),
        ({"changing_table": "yes"}, "family_room", "yes"),
        ({"changing_table": "no"}, "family_room", "no"),
        ({"addr__street": "High St", "addr__housenumber": "7"}, "address", "7 High St"),
        ({"addr__housenumber": "7"}, "address", ""),
        ({"contact__website": "https://bean.example"}, "url", "https://bean.example"),
        ({"check_date": "2025-03-01"}, "checked_on", "2025-03-01"),
        ({"capacity": "40"}, "seats", "40"),
    ],
)
def test_each_tag_has_its_column(tags: dict[str, str], field: str, value: str) -> None:
    assert read(**tags)[field] == value


@pytest.mark.parametrize("tags", [{"amenity": "cafe"}, {"amenity": "bank", "name": "x"}, {"name": "x"}])
def test_what_has_no_name_or_is_no_place_to_work_is_left_out(tags: dict[str, str]) -> None:
    assert osm_tags.row("node/1", tags, 51.5, -0.1) is None


def test_kinds_are_those_of_flock() -> None:
    assert set(osm_tags.KINDS) == set(KINDS) - {"other"}
