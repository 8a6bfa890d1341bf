"""People nearby: a handful for today with reasons, and a list in bands. Everybody given exists for her by `visible_members`."""

import hmac
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from flock.domain import cells, exposure, talking
from flock.domain.fit import Fit
from flock.domain.members import Person
from flock.domain.visibility import Wish, active_band
from flock.errors import NotFound
from flock.services import fit, meeting, photo_passes, rate_limits, reasons
from flock.services.accounts import Accounts
from flock.services.meeting import Meeting
from flock.services.waves import NOBODY
from flock.storage import members, published_cells, roster, secrets, suggested_members
from flock.storage.database import Database
from flock.storage.members import Member as Member
from flock.storage.members import Own as Own

A_PAGE = 12
_ASKED_AT_ONCE = 2  # times as many as are wanted: some of them may not be seen
_COUNTED = 500  # beyond so many a count is only «500+»
_REACH_M = float(cells.BANDS_M[-1])


@dataclass(frozen=True, slots=True)
class Card:
    """What a page shows of somebody: herself, how far as a band, how lately as a band, why you two, and where.

    `photo` is a pass to her photo, empty where she has none.
    """

    member: Member
    band: str
    active: str
    reasons: list[str]
    fit: Fit | None
    places: list[Meeting]
    photo: str = ""


@dataclass(frozen=True, slots=True)
class Nearby:
    """A page of people in bands. `total` counts those who exist for her, up to 500."""

    total: int
    cards: list[Card]


class People:
    """Answers who is near and who would fit. Safe between threads."""

    def __init__(self, db: Database, accounts: Accounts) -> None:
        self._db = db
        self._accounts = accounts

    def settle(self, *, now: datetime | None = None) -> None:
        """Settle the published hexagons and forget old suggestions, once a day; the first look of a day does it."""
        at = now or datetime.now(UTC)
        if published_cells.settled_on(self._db) != at.date():
            published_cells.settle(self._db, at)
            suggested_members.forget(self._db, before=at.date() - 2 * exposure.REST)

    def own(self, acting: Person, *, now: datetime | None = None) -> Own:
        """Give what her own pages begin with, and note that she was here today.

        Raises:
            NotAllowed: she is no member any more.
        """
        at = now or datetime.now(UTC)
        me = self._accounts.check(acting, "member").member_id
        self.settle(now=at)
        own = members.own(self._db, me, now=at)
        if own is None:
            raise NotFound(NOBODY)
        if own.seen.active_on is None or own.seen.active_on < at.date():
            members.were_here(self._db, me, at.date())
        return own

    def suggested(self, acting: Person, *, now: datetime | None = None) -> list[Card]:
        """Give today's handful. Who was chosen in the morning stays until night, unless one of the two waves, hides or blocks."""
        at = now or datetime.now(UTC)
        own = self.own(acting, now=at)
        chosen = suggested_members.of_day(self._db, acting.member_id, at.date()) or self._choose(own, at)
        still = members.to_meet(self._db, acting.member_id, chosen, now=at, again_after=at - talking.AGAIN_AFTER)
        return self._cards(own, members.visible(self._db, acting.member_id, still, now=at), now=at, with_fit=True)

    def nearby(self, acting: Person, *, skip: int = 0, hexagon: int | None = None, now: datetime | None = None) -> Nearby:
        """Give people by band, inside a band in an order that says nothing of where they live and changes every day.

        With a hexagon, only those who are shown in it: one that is published, or a coarser one that a map draws.
        """
        at = now or datetime.now(UTC)
        own = self.own(acting, now=at)
        me = acting.member_id
        people = roster.roster(self._db, at)
        rows = fit.around(own, people, reach_m=_REACH_M)
        if hexagon is not None:
            rows = rows[cells.inside(people.shown[rows], hexagon)]
        rows = rows[fit.allowed(own, people, rows, None, now=at)]
        bands = self._bands(own, people.shown[rows])
        ids: list[UUID] = []
        for band in np.unique(bands):
            ids += self._shuffled(me, people.member_ids(rows[bands == band]), at.date())
            if len(ids) >= skip + _COUNTED:
                break
        there = self._existing(own, people, ids[: skip + _COUNTED], at)
        found = members.visible(self._db, me, there[skip : skip + A_PAGE], now=at)
        return Nearby(len(there), self._cards(own, found, now=at))

    def look_further(self, acting: Person, *, now: datetime | None = None) -> None:
        """Count one more page of people beyond the first, or one hexagon of them: nobody copies the whole community in an evening.

        Raises:
            NotAllowed: she is no member any more.
            TooOften: there is none left in this hour.
        """
        me = self._accounts.check(acting, "member").member_id
        rate_limits.take_now(self._db, me, "view", now=now or datetime.now(UTC))

    def best(self, acting: Person, *, most: int = 20, now: datetime | None = None) -> list[tuple[UUID, float]]:
        """Give the best fits with their scores, best first, without looking at who was shown how often."""
        at = now or datetime.now(UTC)
        own = self.own(acting, now=at)
        if own.seen_by == "nobody":
            return []
        people = roster.roster(self._db, at)
        ranked = fit.rank(self._db, own, people, fit.around(own, people), now=at)
        apart = {acting.member_id, *members.apart(self._db, acting.member_id)}
        if roster.decides(self._db, people, at):
            return [one for one in self._scored(ranked, ranked.best_first(most + len(apart))) if one[0] not in apart][:most]
        order = ranked.best_first(len(ranked.rows))
        found: list[tuple[UUID, float]] = []
        for start in range(0, len(order), _ASKED_AT_ONCE * most):
            part = self._scored(ranked, order[start : start + _ASKED_AT_ONCE * most])
            kept = set(members.visible_ids(self._db, acting.member_id, [one for one, _ in part], now=at))
            found += [one for one in part if one[0] in kept]
            if len(found) >= most:
                break
        return found[:most]

    def not_met(self, acting: Person, ids: list[UUID], *, now: datetime | None = None) -> list[UUID]:
        """Give those of some whom she may be shown as somebody new, in their order."""
        at = now or datetime.now(UTC)
        me = self._accounts.check(acting, "member").member_id
        return members.to_meet(self._db, me, ids, now=at, again_after=at - talking.AGAIN_AFTER)

    def card(self, acting: Person, other: UUID, *, now: datetime | None = None) -> Card:
        """Give one person's card.

        Raises:
            NotFound: there is nobody by that id for her.
        """
        at = now or datetime.now(UTC)
        own = self.own(acting, now=at)
        found = members.known(self._db, acting.member_id, [other], now=at)
        if not found:
            raise NotFound(NOBODY)
        return self._cards(own, found, now=at, with_fit=True)[0]

    def known(self, acting: Person, ids: list[UUID], *, now: datetime | None = None) -> dict[UUID, Member]:
        """Give those who exist for her or have shown themselves to her."""
        me = self._accounts.check(acting, "member").member_id
        return {one.member_id: one for one in members.known(self._db, me, ids, now=now or datetime.now(UTC))}

    def save_wish(self, acting: Person, wish: Wish, *, now: datetime | None = None) -> None:
        """Keep whom she wants to meet. It holds in both directions.

        Raises:
            TooOften: sixty changes in an hour.
        """
        at = now or datetime.now(UTC)
        me = self._accounts.check(acting, "member").member_id
        members.save_wish(self._db, me, wish, now=at, before=lambda cursor: rate_limits.take(cursor, me, "search", now=at))

    def band(self, own: Own, other: Member) -> str:
        """Say how far somebody is: between her own hexagon and the published one that stands for the other."""
        return cells.BANDS[cells.band(own.home_cell, other.shown)] if own.home_cell is not None else ""

    def seen_in(self, own: Own) -> cells.Shown | None:
        """Give the hexagon that others see a member in, None where they see none."""
        published = published_cells.published(self._db)
        cell = published.shown(own.home_cell)
        return cells.Shown(cell, published.steps.get(cell, 0)) if cell else None

    def _existing(self, own: Own, people: roster.Roster, ids: list[UUID], at: datetime) -> list[UUID]:
        """Give those of some whom ranking allows who exist for her, in their order."""
        me = own.seen.member_id
        if own.seen_by == "nobody":
            return []
        if roster.decides(self._db, people, at):
            apart = {me, *members.apart(self._db, me)}
            return [one for one in ids if one not in apart]
        seen = set(members.visible_ids(self._db, me, ids, now=at))
        return [one for one in ids if one in seen]

    def _choose(self, own: Own, at: datetime) -> list[UUID]:
        """Choose today's handful among the best fits, those first who were shown least."""
        me, today = own.seen.member_id, at.date()
        people = roster.roster(self._db, at)
        ranked = fit.rank(self._db, own, people, fit.around(own, people), now=at)
        best = ranked.best_first(2 * exposure.CONSIDERED)
        ids = fit.member_ids(ranked, best)
        with self._db.writing() as cursor:
            if already := suggested_members.of_day(self._db, me, today):
                return already
            meetable = set(members.to_meet(self._db, me, ids, now=at, again_after=at - talking.AGAIN_AFTER))
            lately = suggested_members.lately(cursor, me, ids, since=today - exposure.REST)
            fresh = [i for i, one in enumerate(ids) if one in meetable and not (one in lately and lately[one].to_her)]
            fresh = fresh[: exposure.CONSIDERED]
            shown = np.array([lately[ids[i]].shown if ids[i] in lately else 0 for i in fresh], np.int64)
            is_new = roster.today(at) - people.joined[ranked.rows[best[fresh]]] < exposure.NEWCOMER.days
            chosen = [ids[fresh[i]] for i in exposure.choose(ranked.score[best[fresh]], shown, is_new)]
            suggested_members.keep(cursor, me, chosen, today)
        return chosen

    def _scored(self, ranked: fit.Ranked, indices: NDArray[np.int64]) -> list[tuple[UUID, float]]:
        return list(zip(fit.member_ids(ranked, indices), ranked.score[indices].tolist(), strict=True))

    def _bands(self, own: Own, shown: NDArray[np.int64]) -> NDArray[np.int64]:
        if own.home_cell is None or not len(shown):
            return np.zeros(len(shown), np.int64)
        distinct, back = np.unique(shown, return_inverse=True)
        return np.array([cells.band(own.home_cell, int(cell) or None) for cell in distinct], np.int64)[back]

    def _shuffled(self, looking: UUID, ids: list[UUID], day: date) -> list[UUID]:
        key = secrets.key(self._db, "order")
        start = looking.bytes + day.isoformat().encode()
        return sorted(ids, key=lambda one: hmac.digest(key, start + one.bytes, "sha256"))

    def _cards(self, own: Own, found: list[Member], *, now: datetime, with_fit: bool = False) -> list[Card]:
        fits = self._fits(own, found, now) if found else {}
        photos = photo_passes.make(self._db, own.seen.member_id, [other.member_id for other in found], now=now)
        cards = []
        for other in found:
            why = fits.get(other.member_id)
            cards.append(
                Card(
                    other,
                    self.band(own, other),
                    active_band(other.active_on, now.date()),
                    reasons.of(own.seen, other, why) if why else [],
                    why if with_fit else None,
                    self._places(own, other, now, most=3 if with_fit else 1),
                    photos.get(other.member_id, ""),
                )
            )
        return cards

    def _fits(self, own: Own, found: list[Member], now: datetime) -> dict[UUID, Fit]:
        people = roster.roster(self._db, now)
        rows = people.rows_of([one.member_id for one in found])
        ranked = fit.rank(self._db, own, people, rows[rows >= 0], now=now)
        there = [one.member_id for one, row in zip(found, rows, strict=True) if row >= 0]
        return {member_id: ranked.explain(i) for i, member_id in enumerate(there)}

    def _places(self, own: Own, other: Member, now: datetime, *, most: int) -> list[Meeting]:
        if own.home_cell is None or other.shown is None:
            return []
        times = reasons.shared_times(own.seen, other)
        return meeting.places(self._db, own.home_cell, other.shown, times, today=now.date(), most=most) if any(times) else []
