from hypothesis import given
from hypothesis import strategies as st

from flock.domain import cells, members
from flock.domain.positions import LatLon

HOME = members.home_cell(LatLon(51.48, -3.18))
SPOTS = st.builds(LatLon, st.floats(50.0, 58.0), st.floats(-5.0, 1.5))


def test_a_wide_hexagon_claims_no_nearness_even_around_the_one_who_looks() -> None:
    said = {level: cells.BANDS[cells.band(HOME, cells.parent(HOME, level))] for level in cells.LEVELS}
    assert said == {7: "your area", 6: "your area", 5: "under 20 km", 4: "under 40 km"}


@given(SPOTS, SPOTS)
def test_a_coarser_hexagon_never_sounds_nearer_than_its_width(one: LatLon, other: LatLon) -> None:
    home, there = members.home_cell(one), members.home_cell(other)
    for level, least in ((5, "under 20 km"), (4, "under 40 km")):
        assert cells.band(home, cells.parent(there, level)) >= cells.BANDS.index(least)
    assert cells.band(home, None) == len(cells.BANDS) - 1
