"""A member who moves about inside her own hexagon, saved as the app saves her, while others are given all that they ask for."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from flock.domain.members import Person
from flock.services.homes import Homes
from flock.storage import schema
from flock.storage.database import Database
from tests.attacks import attacker, given
from tests.attacks.attacker import Spots
from tests.attacks.given import Given
from tests.unit.conftest import bring_in, invent
from tests.unit.people.conftest import LEEDS, NOW, Community

A_DAY = 5
"""So often may a home be saved in a day."""

KEPT_OF_A_TRY = "rate_use"
"""The one table that a save may change: that she tried, and when. Nobody else is given it."""


class Moving:
    """A community of thirty in town and country, where one moves while a friend, a lead, a stranger and an organiser look on."""

    def __init__(self, *, seed: int, lookers: int = 4) -> None:
        self._rng = random.Random(seed)
        db = Database(None)
        schema.bring_up_to_date(db)
        self.community = on = Community(db)
        bring_in(db, invent(400, seed=3))
        people = attacker.settle_down(on, attacker.town_and_country(self._rng, 30))
        self.mover, self.friend, stranger = people[1], people[2], people[4]
        on.do("INSERT INTO account (member_id, admitted_at) SELECT member_id, now() FROM member")
        on.do("INSERT INTO photo SELECT uuidv7(), member_id, 'photo'::BLOB, now() FROM member")
        on.join("Organiser", role="organiser")
        on.join("Lead", role="lead")
        on.people.settle(now=NOW)
        on.waves.send(self.mover, self.friend.member_id, "Tea?", now=NOW)
        on.waves.send(self.friend, self.mover.member_id, now=NOW)
        self.lookers = [self.friend, on.person("Lead"), stranger, on.person("Organiser")][:lookers]
        self.given = Given(on)
        self._spots, self._now = Spots(), NOW
        self._homes = Homes(db, lambda: self._spots, lambda: self._now)
        self.cell: int = on.ask("SELECT home_cell FROM member WHERE member_id = ?", [self.mover.member_id])[0][0]

    def move(self, times: int) -> int:
        """Move inside the hexagon so often, through the service that saves homes; give how often that changed her own row."""
        changed = 0
        for i in range(times):
            if i % A_DAY == 0:
                self._now += timedelta(days=1, seconds=1)
            point = attacker.inside(self.cell, self._rng)
            changed += self._homes.save(self.mover.member_id, self._spots.put(point)) or self._own_row() != self.cell
        return changed

    def differences(self, moves: int, *, batches: int) -> Iterator[list[str]]:
        """Move in batches, and name after each what differs from before: tables row by row, then all that the others are given."""
        for one in self.lookers:
            self.given.everything(one)  # a first look notes that she was here and chooses the handful of the day
        before = {one.name: self.given.everything(one) for one in self.lookers}
        assert all(len(answers) > 80 for answers in before.values())
        for _ in range(batches):
            rows = given.rows(self.community, but=KEPT_OF_A_TRY)
            differing = [f"{self.move(moves // batches)} rows of hers"]
            differing += _differing("table", rows, given.rows(self.community, but=KEPT_OF_A_TRY))
            for one in self.lookers:
                differing += _differing(one.name, before[one.name], self.given.everything(one))
            yield [name for name in differing if name != "0 rows of hers"]

    def walk_out(self) -> None:
        """Move her for real, two hexagons on: the same comparison must see that."""
        cell = next(one for one in attacker.vantage(self._rng, 40, around=LEEDS) if one != self.cell)
        self._now += timedelta(days=30)
        assert self._homes.save(self.mover.member_id, self._spots.put(attacker.inside(cell, self._rng)))

    def answers(self, looking: Person) -> dict[str, Any]:
        """Give all that one is given now."""
        return dict(self.given.everything(looking))

    def _own_row(self) -> int:
        return int(self.community.ask("SELECT home_cell FROM member WHERE member_id = ?", [self.mover.member_id])[0][0])


def _differing(of: str, before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [f"{of}: {name}" for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
