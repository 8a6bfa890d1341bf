"""How alike two descriptions are: what must be one place, what must not, and what no spelling may change (I6)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flock.domain import likeness
from flock.domain.likeness import Place
from flock.domain.positions import LatLon

HERE = LatLon(53.796, -1.547)
TEXTS = st.text(max_size=30)


def place(name: str, address: str | None = None, *, north_m: float = 0.0, **told: str) -> Place:
    spot = LatLon(HERE.lat + north_m / 111_195, HERE.lon)
    return Place(
        name, address, None, told.get("postcode"), told.get("phone"), told.get("url"), told.get("kind", "other"), spot, 0.0
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (place("Barnet Library", "2 High Street"), place("Barnet Lib", "2 High St", north_m=80)),
        (place("The White Hart", "2 Eltham High Street"), place("WHTIE HART", "2, Eltham High St", north_m=60)),
        (place("Café Müller", "12 Quay St"), place("Cafe Muller", "10-14 Quay Street", north_m=40)),
        (place("St. Mary's Community Centre", postcode="LS11UR"), place("Saint Marys Comm Ctr", postcode="LS11UR", north_m=30)),
        (place("Hub", phone="0113496000"), place("The Hub", phone="0113496000", north_m=70)),
    ],
)
def test_one_place_told_twice_is_certain(one: Place, other: Place) -> None:
    assert likeness.compare(one, other).is_certain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (place("Mobile Library A"), place("Mobile Library B")),
        (place("Studio 3", "1 Mill Lane"), place("Studio 4", "1 Mill Lane")),
        (place("Crown", "2 High Street", kind="pub"), place("Crown Library", "9 Church Lane", kind="library", north_m=140)),
        (place("Costa", "2 High Street"), place("Costa", "2 High Street", north_m=9_000)),
        (place("Reading Room", url="council.gov"), place("Sports Hall", url="council.gov")),
    ],
)
def test_two_places_are_never_merged_unasked(one: Place, other: Place) -> None:
    assert not likeness.compare(one, other).is_certain


@given(TEXTS, TEXTS)
def test_names_are_compared_the_same_both_ways(one: str, other: str) -> None:
    similarity = likeness.name_similarity(one, other)
    assert 0.0 <= similarity <= 1.0
    assert similarity == pytest.approx(likeness.name_similarity(other, one))
    assert likeness.name_similarity(one, one) == pytest.approx(1.0)


@given(TEXTS, TEXTS, TEXTS, st.floats(-200, 200))
def test_the_terms_add_up(one: str, other: str, address: str, north_m: float) -> None:
    found = likeness.compare(place(one, address), place(other, address, north_m=north_m))
    assert found.weight == pytest.approx(sum(term.weight for term in found.terms))
    assert found.is_certain == (found.weight >= likeness.CERTAIN)


@pytest.mark.parametrize("lat", [0, 45, 53, 60, 70, 85])
def test_a_cell_is_as_wide_as_the_reach(lat: float) -> None:
    import math

    zoom = likeness.cell_zoom(150, lat)
    assert 40_030_000 * math.cos(math.radians(lat)) / 2**zoom >= 150


@given(TEXTS, TEXTS, st.booleans(), st.booleans(), st.booleans())
def test_what_is_not_weighed_for_its_names_would_be_no_doubt(
    name: str, other: str, phone: bool, url: bool, postcode: bool
) -> None:
    told = {key: "1" for key, shared in (("phone", phone), ("url", url), ("postcode", postcode)) if shared}
    weighed = likeness.compare(place(name, "2 High Street", **told), place(other, "2 High Street", **told)).weight
    assert likeness.may_be_one(name, other, phone=phone, url=url, postcode=postcode) == (weighed >= likeness.DOUBTFUL)
