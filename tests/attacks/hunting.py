"""Every way that PRIVACY names to find out where members live, tried on the services: each takes a hunt and gives guesses.

The one who hunts knows the program and all that it publishes, puts her own accounts where she likes, and asks without end.
"""

import random
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from h3.api import basic_int as h3

from flock.domain import cells, members
from flock.domain.positions import LatLon
from flock.errors import TooOften
from flock.services import meeting
from flock.services.homes import Homes
from flock.services.reasons import shared_times
from flock.storage import schema
from flock.storage.database import Database
from tests.attacks import attacker
from tests.attacks.attacker import Spots
from tests.unit.conftest import bring_in, invent
from tests.unit.people.conftest import LEEDS, NOW, Community

Guesses = dict[UUID, LatLon]
Hexagons = dict[UUID, int | None]

SAVES = 40
JITTER_M = 200.0


class Hunt:
    """Homes in town and country, the members who live there, and the spy among them."""

    def __init__(self, number: int, *, seed: int, thorough: bool = False) -> None:
        self.thorough = thorough
        self.rng = random.Random(seed)
        db = Database(None)
        schema.bring_up_to_date(db)
        self.community = Community(db)
        bring_in(db, invent(1_000, seed=3))
        self.homes = attacker.town_and_country(self.rng, number)
        self.targets = attacker.settle_down(self.community, self.homes)
        (self.spy,) = self.community.bring_in([{"name": "Spy", "home_cell": members.home_cell(LEEDS)}])
        self.community.people.settle(now=NOW)

    @property
    def ids(self) -> list[UUID]:
        """The ids of those who are hunted."""
        return [target.member_id for target in self.targets]

    def errors_m(self, guesses: Guesses) -> list[float]:
        """Measure how far off each guess is; where there is none she guesses the middle of the town."""
        pairs = zip(self.targets, self.homes, strict=True)
        return [attacker.error_m(guesses.get(one.member_id, LEEDS), home) for one, home in pairs]

    def shown(self, *, now: datetime = NOW) -> Hexagons:
        """Read where each is published to be, as anybody may."""
        return {one: member.shown for one, member in self.community.people.known(self.spy, self.ids, now=now).items()}


def published(hunt: Hunt) -> Guesses:
    """Read the map: the middle of the published hexagon. What any other attack is held against."""
    return middles(hunt.shown())


def bands(hunt: Hunt) -> Guesses:
    """Trilateration and flip points: ask for everybody's band from many places and keep the hexagons that agree with all."""
    told: dict[UUID, attacker.Told] = {one: {} for one in hunt.ids}
    for cell in attacker.vantage(hunt.rng, 60, around=LEEDS, spread_km=45):
        attacker.move(hunt.community, hunt.spy, cell)
        for member_id, band in attacker.bands_told(hunt.community, hunt.spy, hunt.ids).items():
            told[member_id][cell] = band
    known = attacker.published(hunt.community)
    return {one: attacker.middle_of(attacker.locate(said, known), otherwise=LEEDS) for one, said in told.items()}


def order(hunt: Hunt) -> Guesses:
    """Ten decoys of hers stand in ten hexagons; who comes nearest to which of them in the list, over days?"""
    ring = hunt.rng.sample(list(h3.grid_disk(members.home_cell(LEEDS), 6)), 10)
    decoys = hunt.community.bring_in([{"name": f"Decoy{i}", "home_cell": cell} for i, cell in enumerate(ring)])
    attacker.move(hunt.community, hunt.spy, members.home_cell(LEEDS))
    ranks: dict[UUID, list[float]] = {}
    for day in range(6 if hunt.thorough else 3):
        now, skip = NOW + timedelta(days=day), 0
        while cards := hunt.community.people.nearby(hunt.spy, skip=skip, now=now).cards:
            for place, card in enumerate(cards, skip):
                ranks.setdefault(card.member.member_id, []).append(place)
            skip += len(cards)
    hunt.community.do("DELETE FROM member WHERE name LIKE 'Decoy%'")
    mean = {one: sum(places) / len(places) for one, places in ranks.items()}
    there = [(mean[decoy.member_id], cell) for decoy, cell in zip(decoys, ring, strict=True) if decoy.member_id in mean]
    nearest = {one: min(there, key=lambda decoy: abs(decoy[0] - mean[one]))[1] for one in hunt.ids if one in mean}
    return middles(nearest)


def hexagon_filter(hunt: Hunt) -> Guesses:
    """Put every hexagon of every size into the filter of the map, and keep the finest that each is still listed with."""
    attacker.move(hunt.community, hunt.spy, members.home_cell(LEEDS))
    finest = {one for home in hunt.homes for one in h3.grid_disk(members.home_cell(home), 1)}
    found: Hexagons = {}
    for level in reversed(cells.LEVELS):
        for cell in {cells.parent(one, level) for one in finest}:
            skip = 0
            while cards := hunt.community.people.nearby(hunt.spy, skip=skip, hexagon=cell, now=NOW).cards:
                found |= {card.member.member_id: cell for card in cards}
                skip += len(cards)
    return middles({one: found.get(one) for one in hunt.ids})


def meeting_places(hunt: Hunt) -> Guesses:
    """Two of hers and more ask where to meet each; she works out for which published hexagon she would be told the same."""
    people, known = hunt.community.people, attacker.published(hunt.community)
    asked, told = hunt.ids[: 300 if hunt.thorough else 20], dict[UUID, dict[int, list[UUID]]]()
    for cell in attacker.vantage(hunt.rng, 6 if hunt.thorough else 3, around=LEEDS, spread_km=25):
        attacker.move(hunt.community, hunt.spy, cell)
        for one in asked:
            card = people.card(hunt.spy, one, now=NOW)
            told.setdefault(one, {})[cell] = [met.place.venue_id for met in card.places]
    own = people.own(hunt.spy, now=NOW).seen
    (other,) = people.known(hunt.spy, asked[:1], now=NOW).values()
    times = shared_times(own, other)  # all work the same hours, so these are everybody's
    would: dict[tuple[int, int], list[UUID]] = {}

    def agrees(asker: int, cell: int, places: list[UUID]) -> bool:
        if (asker, cell) not in would:
            found = meeting.places(hunt.community.db, asker, cell, times, today=NOW.date())
            would[asker, cell] = [met.place.venue_id for met in found]
        return would[asker, cell] == places

    fitting = {
        one: {cell for cell in known if all(agrees(asker, cell, said) for asker, said in told[one].items())} for one in told
    }
    return {one: attacker.middle_of(cells_, otherwise=LEEDS) for one, cells_ in fitting.items()}


def counts_around_five(hunt: Hunt) -> Guesses:
    """Four accounts of hers in every hexagon, more than she could make: the fifth is somebody, so each is shown the finest way."""
    for cell in sorted({members.home_cell(home) for home in hunt.homes}):
        hunt.community.bring_in([{"name": f"Four {cell} {i}", "home_cell": cell} for i in range(4)])
    guesses: Guesses = {}
    for day in range(0, 70, 7):
        hunt.community.people.settle(now=NOW + timedelta(days=day))
        guesses = middles(hunt.shown(now=NOW + timedelta(days=day)))
    return guesses


ATTACKS: dict[str, Callable[[Hunt], Guesses]] = {
    "bands from sixty places (trilateration, flip points)": bands,
    "order among ten decoys, over days": order,
    "every hexagon in the map's filter": hexagon_filter,
    "places to meet, asked for by several": meeting_places,
    "four accounts in each hexagon, numbers around five": counts_around_five,
}
"""Those that ask. The one that watches saves has its own hunt, in which time passes."""


def watch_saves(number: int, *, seed: int) -> tuple[Hunt, Guesses, Guesses, int]:
    """Let everybody save her home forty times, a day apart, off by a bell curve of 200 m, and watch.

    Gives the hunt, the guesses of who watches the published hexagons, those of who reads what is stored each day, and how many
    homes ever moved. Both take the middle of the two hexagons between which a home was seen to move.
    """
    hunt = Hunt(number, seed=seed)
    hunt.community.do("UPDATE member SET home_cell = NULL WHERE name <> 'Spy'")
    hunt.community.do("INSERT INTO account (member_id, admitted_at) SELECT member_id, now() FROM member WHERE name <> 'Spy'")
    spots = Spots()
    clock = [NOW]
    homes = Homes(hunt.community.db, lambda: spots, lambda: clock[0])
    seen: dict[UUID, list[int]] = {one: [] for one in hunt.ids}
    stored: dict[UUID, list[int]] = {one: [] for one in hunt.ids}
    for day in range(SAVES):
        clock[0] = NOW + timedelta(days=1 + day)
        for one, home in zip(hunt.ids, hunt.homes, strict=True):
            with suppress(TooOften):  # it moved less than a fortnight ago
                homes.save(one, spots.put(attacker.off_by(hunt.rng, home, JITTER_M)))
        for one, cell in hunt.community.ask("SELECT member_id, home_cell FROM member WHERE name <> 'Spy'"):
            stored[one] += [cell] if cell not in stored[one][-1:] else []
        hunt.community.people.settle(now=clock[0])
        for one, shown in hunt.shown(now=clock[0]).items():
            seen[one] += [shown] if shown is not None and shown not in seen[one][-1:] else []
    return hunt, _edges(seen), _edges(stored), sum(len(cells_) > 1 for cells_ in stored.values())


def share(errors: Iterable[float], reach_m: float) -> float:
    """Give the share of guesses that are nearer than this."""
    all_of = list(errors)
    return sum(error < reach_m for error in all_of) / len(all_of)


def middles(hexagons: Hexagons) -> Guesses:
    """Guess the middle of each hexagon."""
    return {one: cells.middle(cell) for one, cell in hexagons.items() if cell}


def _edges(seen: dict[UUID, list[int]]) -> Guesses:
    """Guess the middle between the two finest hexagons that were seen last, or of the one that was."""
    guesses: Guesses = {}
    for one, hexagons in seen.items():
        if hexagons:
            finest = max(cells.resolution(cell) for cell in hexagons)
            last = [cell for cell in hexagons if cells.resolution(cell) == finest][-2:]
            guesses[one] = attacker.middle_of(set(last), otherwise=LEEDS)
    return guesses
