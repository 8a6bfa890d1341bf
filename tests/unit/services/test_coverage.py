"""M8: where members have no fitting place near, from published hexagons only."""

import h3
import pytest

from flock.domain import coverage, members
from flock.domain.filters import VenueFilter
from flock.domain.positions import LatLon
from flock.errors import NotAllowed
from flock.services.accounts import Accounts
from flock.services.coverage import Coverages
from tests.unit.conftest import bring_in, invent

LEEDS, YORK = LatLon(53.8, -1.55), LatLon(53.96, -1.08)


def settle(community, at: LatLon, number: int, seen_by: str = "everyone") -> int:
    cell = members.home_cell(at)
    community.join(*(f"{seen_by}{at.lat}{n}" for n in range(number)), cell=cell, seen_by=seen_by)
    return cell


@pytest.fixture
def coverages(community) -> Coverages:
    bring_in(community.db, invent(1_500, seed=7))
    return Coverages(community.db, Accounts(community.db))


def test_a_town_full_of_places_is_near_and_an_empty_one_is_a_gap(community, coverages, now) -> None:
    leeds, york = settle(community, LEEDS, 6), settle(community, YORK, 12)
    found = coverages.look(community["lena"], VenueFilter(), way="walk", now=now)
    assert {one.cell: (one.step, one.is_gap) for one in found.cells} == {leeds: (5, False), york: (10, True)}
    assert found.gaps == found.cells[:1]
    best = found.candidates[0].middle
    assert h3.great_circle_distance(best, h3.cell_to_latlng(h3.int_to_str(york)), unit="km") < 3


def test_hexagons_of_fewer_than_five_or_of_hidden_members_do_not_appear(community, coverages, now) -> None:
    settle(community, LEEDS, 4)
    settle(community, YORK, 30, seen_by="vouched")
    assert coverages.look(community["lena"], VenueFilter(), way="walk", now=now).cells == []
    assert coverages.areas(now=now) == []


def test_needs_make_gaps(community, coverages, now) -> None:
    settle(community, LEEDS, 6)
    impossible = VenueFilter(needs=frozenset({"wifi", "sockets", "quiet", "step_free", "standing_desk", "family_room"}))
    assert coverages.look(community["lena"], impossible, way="walk", now=now).gaps
    assert not coverages.look(community["lena"], VenueFilter(), way="ride", now=now).gaps


def test_nearness_agrees_with_measuring_every_place_by_hand() -> None:
    cell = members.home_cell(LEEDS)
    places = [place.position for place in invent(300, seed=3)]
    (one,), _ = coverage.look({cell: 5}, places, way="walk")
    spots = [h3.cell_to_latlng(spot) for spot in h3.cell_to_children(h3.int_to_str(cell), 8)]
    reach_km = 4.8 / 4 / 1.3
    near = [any(h3.great_circle_distance(spot, place, unit="km") <= reach_km for place in places) for spot in spots]
    assert one.near_share == pytest.approx(sum(near) / len(near))


def test_what_lies_in_a_finer_hexagon_is_no_part_of_a_coarser_one() -> None:
    fine = members.home_cell(LEEDS)
    coarse = h3.str_to_int(h3.cell_to_parent(h3.int_to_str(fine), 6))
    middle = LatLon(*h3.cell_to_latlng(h3.int_to_str(fine)))
    shares = {one.cell: one.near_share for one in coverage.look({fine: 5, coarse: 5}, [middle], way="walk")[0]}
    alone = coverage.look({coarse: 5}, [middle], way="walk")[0][0].near_share
    assert shares[fine] > alone > shares[coarse]


def test_a_hexagon_wider_than_a_town_says_nothing() -> None:
    wide = h3.str_to_int(h3.latlng_to_cell(*LEEDS, 5))
    assert coverage.look({wide: 25}, [], way="walk") == ([coverage.Cell(wide, 25, None)], [])


@pytest.mark.parametrize("key", ["ada", "olga"])
def test_only_leads_look(community, coverages, now, key: str) -> None:
    with pytest.raises(NotAllowed):
        coverages.look(community[key], VenueFilter(), way="walk", now=now)
