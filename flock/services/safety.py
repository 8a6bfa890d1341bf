"""Blocking and reporting, from every place where a person appears, and what a member must read and may answer."""

from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

from flock.domain import talking
from flock.domain.members import Person
from flock.errors import BadWords, NotFound
from flock.services import rate_limits
from flock.services.accounts import Accounts
from flock.services.waves import NOBODY
from flock.storage import members, safety, talks, waves
from flock.storage.database import Database
from flock.storage.safety import Blocked, Notice, OwnReport

Place = Literal["card", "wave", "talk"]

REASONS = {
    "harassing": "She is unkind, threatening or won't leave me alone",
    "not_her": "She is not who she says she is",
    "selling": "She only wants to sell something",
    "unsafe": "I felt unsafe when we met",
    "other": "Something else",
}

_CONTEXT_MESSAGES = 10


class Safety:
    """Blocks, reports, notices and appeals of one member. Safe between threads."""

    def __init__(self, db: Database, accounts: Accounts) -> None:
        self._db = db
        self._accounts = accounts

    def block(self, acting: Person, other: UUID, *, now: datetime | None = None) -> None:
        """Part two people: neither sees the other anywhere from now on, and nobody is told.

        Raises:
            NotFound: there is nobody by that id for her.
        """
        me = self._accounts.check(acting, "member").member_id
        at = now or datetime.now(UTC)
        with self._db.writing() as cursor:
            if other == me or not waves.is_known(cursor, me, other, now=at):
                raise NotFound(NOBODY)
            safety.block(cursor, me, other, now=at)

    def unblock(self, acting: Person, other: UUID) -> None:
        """Take her own block off. A block by the other, if there is one, stays."""
        me = self._accounts.check(acting, "member").member_id
        with self._db.writing() as cursor:
            safety.unblock(cursor, me, other)

    def blocked(self, acting: Person) -> list[Blocked]:
        """Give those whom she blocked."""
        return safety.blocked(self._db, self._accounts.check(acting, "member").member_id)

    def report(
        self,
        acting: Person,
        other: UUID,
        *,
        place: Place,
        reason: str,
        text: str = "",
        talk_id: UUID | None = None,
        now: datetime | None = None,
    ) -> None:
        """Tell the leads about somebody. What was written there goes with it; the one it is about does not hear of it.

        Raises:
            NotFound: there is nobody by that id for her.
            BadWords: too long, or no such reason.
            TooOften: ten today.
        """
        me = self._accounts.check(acting, "member").member_id
        at = now or datetime.now(UTC)
        if reason not in REASONS:
            raise BadWords("Choose what is wrong from the list.")
        said = talking.check(text, most=talking.MOST_REPORT, what="Your report", may_be_empty=True)
        context = self._context(me, other, place, talk_id, at)
        with self._db.writing() as cursor:
            if other == me or not waves.is_known(cursor, me, other, now=at):
                raise NotFound(NOBODY)
            rate_limits.take(cursor, me, "report", now=at)
            safety.report(cursor, me, other, place=place, reason=reason, words=said, context=context, now=at)

    def reports(self, acting: Person) -> list[OwnReport]:
        """Give her own reports and whether they were answered."""
        return safety.own_reports(self._db, self._accounts.check(acting, "member").member_id)

    def notices(self, acting: Person) -> list[Notice]:
        """Give what she has still to read."""
        return safety.notices(self._db, acting.member_id)

    def read_notice(self, acting: Person, notice_id: UUID, *, now: datetime | None = None) -> None:
        """Note that she read it."""
        with self._db.writing() as cursor:
            safety.read_notice(cursor, acting.member_id, notice_id, now=now or datetime.now(UTC))

    def appeal(self, acting: Person, report_id: UUID, text: str, *, now: datetime | None = None) -> None:
        """Ask for another look at what was decided about her. This is open to those who are paused or banned as well.

        Raises:
            NotFound: nothing was decided about her there, or she appealed before.
        """
        said = talking.check(text, most=talking.MOST_REPORT, what="Your appeal")
        with self._db.writing() as cursor:
            if not safety.appeal(cursor, acting.member_id, report_id, said, now=now or datetime.now(UTC)):
                raise NotFound("There is nothing here that can be appealed, or you did so already.")

    def standing(self, member_id: UUID, *, now: datetime | None = None) -> safety.Standing | None:
        """Give why somebody is not here, None where she is."""
        return safety.standing(self._db, member_id, now=now or datetime.now(UTC))

    def _context(self, me: UUID, other: UUID, place: Place, talk_id: UUID | None, now: datetime) -> str:
        """Copy what there is to see at the place, so that it is there when a lead looks, whatever is changed or deleted later."""
        if place == "wave":
            return "\n".join(wave.note for wave in waves.towards(self._db, me, now=now) if wave.from_id == other)
        if place == "talk" and talk_id:
            said = talks.messages(self._db, me, talk_id, now=now, most=_CONTEXT_MESSAGES)
            return "\n".join(f"{'She' if message.from_id == other else 'I'}: {message.words}" for message in said)
        return "\n".join(
            f"{one.name}, {one.does or ''}. Helps with: {', '.join(one.can_help)}. Likes: {', '.join(one.interests)}."
            for one in members.known(self._db, me, [other], now=now)
        )
