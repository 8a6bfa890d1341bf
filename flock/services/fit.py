"""Ranks whom a member would work well beside. Both look at each other: a wish of either leaves the other out."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from flock.domain import cells, fit, working_week
from flock.domain.fit import Fit, Parts
from flock.domain.visibility import ACTIVE, ACTIVE_DAYS, Wish
from flock.storage import members, reachable, roster
from flock.storage.database import Database
from flock.storage.members import Own
from flock.storage.roster import Roster, Rows

NEAR_M, WIDER_M = 20_000.0, 40_000.0
_ENOUGH = 200  # people within the nearer circle, or the wider one is looked at


@dataclass(frozen=True, slots=True)
class Ranked:
    """People by row of the roster with what each side sees in the other; `score` is 0 for those who do not go together."""

    people: Roster
    rows: Rows
    there: Parts
    back: Parts
    score: fit.Floats

    def best_first(self, most: int) -> NDArray[np.int64]:
        """Give the indices of those who go together, the best first, of equals the first."""
        least = np.partition(self.score, -most)[-most] if most < len(self.score) else 0.0
        good = np.flatnonzero((self.score >= least) & (self.score > 0))
        return good[np.argsort(-self.score[good], kind="stable")][:most]

    def explain(self, index: int) -> Fit:
        """Give the bars of one."""
        return fit.explain(self.there, self.back, index)


def around(own: Own, people: Roster, *, reach_m: float = NEAR_M) -> Rows:
    """Give the rows of those who are shown within a reach of a member; the wider one where there are few. None without a home."""
    if own.home_cell is None:
        return np.empty(0, np.int64)
    metres = people.distances_m(cells.middle(own.home_cell))
    near = people.in_cells(metres <= reach_m)
    return near if len(near) >= _ENOUGH or reach_m >= WIDER_M else people.in_cells(metres <= WIDER_M)


def rank(db: Database, own: Own, people: Roster, rows: Rows, *, now: datetime) -> Ranked:
    """Score everybody in some rows from both sides."""
    me = own.seen
    people = people.leaving_out(members.apart(db, me.member_id))
    mine = working_week.week(me.works)
    my_hours = working_week.hours_in(mine)
    shared = np.zeros(len(rows), np.float32)
    for day, bits in enumerate(mine):
        if bits:
            shared += np.bitwise_count(people.week[rows, day] & bits)
    shared /= 2
    style = fit.style_part(fit.style_code(me.style), people.style[rows])
    shown = people.shown[rows]
    common = reachable.in_common(db, own.home_cell, shown) if own.home_cell is not None else np.zeros(len(rows), np.float32)
    places = fit.places_part(common)
    rarity = people.shared_rarity(me.interests, rows)
    my_rarity = sum(people.weight(interest) for interest in me.interests)
    there = Parts(
        fit.hours_part(shared, my_hours),
        style,
        places,
        fit.skills_part(people.saying("helps", me.wants_to_learn, rows), len(me.wants_to_learn)),
        fit.interests_part(rarity, my_rarity),
    )
    back = Parts(
        fit.hours_part(shared, people.hours[rows]),
        style,
        places,
        fit.skills_part(people.saying("wants", me.can_help, rows), people.wants[rows]),
        fit.interests_part(rarity, people.rarity[rows]),
    )
    possible = (shared > 0) & allowed(own, people, rows, shared, now=now)
    return Ranked(people, rows, there, back, fit.combine(there, back, possible))


def allowed(own: Own, people: Roster, rows: Rows, shared: fit.Floats | None, *, now: datetime) -> fit.Flags:
    """Tell for some rows who may be proposed: she lets the member see her, and the wishes of neither leave the other out.

    `shared` are the hours a week in common, worked out where not given.
    """
    if shared is None:
        mine = np.array(working_week.week(own.seen.works), np.int64)
        shared = (np.bitwise_count(people.week[rows] & mine).sum(axis=1) / 2).astype(np.float32)
    return _lets_see(own, people, rows) & _wanted(own, people, rows, shared, now) & _wants(own, people, rows, shared, now)


def _lets_see(own: Own, people: Roster, rows: Rows) -> fit.Flags:
    seen_by = people.seen_by[rows]
    together = people.saying("group", [str(group) for group, _ in own.groups], rows) > 0
    lets_see = (seen_by == 0) | ((seen_by == 1) & own.seen.is_vouched) | ((seen_by == 2) & together)
    return np.asarray(lets_see & (people.sample[rows] == own.sample))


def _wanted(own: Own, people: Roster, rows: Rows, shared: fit.Floats, now: datetime) -> fit.Flags:
    """Tell whom her own wish keeps."""
    wish: Wish = own.wish
    kept = shared >= wish.shared_hours
    if wish.styles:
        kept &= (roster.style_bits(wish.styles) >> people.style[rows]) & 1 == 1
    if wish.languages:
        kept &= people.saying("speaks", wish.languages, rows) > 0
    if wish.active:
        kept &= roster.today(now) - people.active[rows] <= ACTIVE_DAYS[ACTIVE.index(wish.active)]
    if wish.vouched:
        kept &= people.vouched[rows]
    if wish.group_id:
        kept &= people.saying("group", [str(wish.group_id)], rows) > 0
    return kept


def _wants(own: Own, people: Roster, rows: Rows, shared: fit.Floats, now: datetime) -> fit.Flags:
    """Tell whose wish keeps her."""
    me = own.seen
    days = (now.date() - me.active_on).days if me.active_on else 0  # who asks is here
    kept = (people.wish_styles[rows] >> fit.style_code(me.style)) & 1 == 1
    kept &= shared >= people.wish_hours[rows]
    kept &= days <= people.wish_active[rows]
    kept &= ~people.wishes_vouched[rows] | me.is_vouched
    kept &= ~people.wishes_language[rows] | (people.saying("wish_language", me.languages, rows) > 0)
    in_group = people.saying("wish_group", [str(group) for group, _ in own.groups], rows) > 0
    return np.asarray(kept & (~people.wishes_group[rows] | in_group))


def member_ids(ranked: Ranked, indices: NDArray[np.int64]) -> list[UUID]:
    """Give the ids of ranked people."""
    return ranked.people.member_ids(ranked.rows[indices])
