"""Countries, states and counties, and how names are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flock.domain.gazetteer import Town
from flock.domain.positions import LatLon
from flock.geocoding import regions

NEWPORT = Town("Newport", LatLon(52.77, -2.38), "GB", "ENG", "E06000020", 12_741, True)
PARIS = Town("Paris", LatLon(33.66, -95.56), "US", "TX", "", 24_782, True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("King's Lynn", "Kings Lynn"),
        ("King’s Lynn", "KINGS LYNN"),
        ("Stoke-on-Trent", "stoke on trent"),
        ("Saint Ives", "St. Ives"),
        ("Zürich", "Zurich"),
        ("Tyne & Wear", "Tyne and Wear"),
        ("nr Bath", "Bath"),
        ("  Bath ", "bath"),
    ],
)
def test_spellings_of_one_name_agree(one: str, other: str) -> None:
    assert regions.key(one) == regions.key(other)


@pytest.mark.parametrize(("one", "other"), [("Bath", "Bathe"), ("St Ives", "Ives"), ("Newport", "New Port"), ("Near", "")])
def test_names_that_differ_stay_apart(one: str, other: str) -> None:
    assert regions.key(one) != regions.key(other)


@given(st.text())
def test_a_key_is_its_own_key(text: str) -> None:
    once = regions.key(text)
    assert regions.key(f"the {once}") == f"the {once}".rstrip()


@pytest.mark.parametrize(
    ("name", "holds_newport"),
    [
        ("Shropshire", True),
        ("Salop", True),
        ("England", True),
        ("UK", True),
        ("U.K.", True),
        ("Great Britain", True),
        ("Essex", False),
        ("Wales", False),
        ("United States", False),
    ],
)
def test_regions_hold_towns(name: str, holds_newport: bool) -> None:
    assert any(region.holds(NEWPORT) for region in regions.named(regions.key(name))) is holds_newport


@pytest.mark.parametrize("name", ["Texas", "TX", "USA", "U.S.A.", "United States of America"])
def test_american_states(name: str) -> None:
    assert any(region.holds(PARIS) for region in regions.named(regions.key(name)))
    assert not any(region.holds(NEWPORT) for region in regions.named(regions.key(name)))


def test_georgia_is_a_country_and_a_state() -> None:
    assert {(*region.countries, region.admin1) for region in regions.named("georgia")} == {("GE", ""), ("US", "GA")}


def test_no_region() -> None:
    assert regions.named("bristol avon") == ()


def test_labels_tell_namesakes_apart() -> None:
    assert regions.label(NEWPORT) == "Newport, Shropshire"
    assert regions.label(NEWPORT._replace(authority="W06000022", admin1="WLS")) == "Newport, Wales"
    assert regions.label(NEWPORT._replace(authority="", admin1="")) == "Newport, United Kingdom"
    assert regions.label(PARIS) == "Paris, Texas, United States"
    assert regions.label(PARIS._replace(country="FR", admin1="11")) == "Paris, France"


def test_each_authority_is_in_one_county_of_today() -> None:
    codes = [code for row in regions._counties() for code in regions._codes(row["authorities"])]
    assert sorted(codes) == sorted(set(codes))


def test_overlap() -> None:
    def one(name: str) -> regions.Region:
        (region,) = regions.named(name)
        return region

    assert one("shropshire").overlaps(one("united kingdom"))
    assert one("united kingdom").overlaps(one("scotland"))
    assert not one("shropshire").overlaps(one("essex"))
    assert not one("wales").overlaps(one("scotland"))
    assert not one("texas").overlaps(one("france"))
