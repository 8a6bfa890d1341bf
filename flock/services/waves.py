"""Saying hello: a wave with a short note, answered or not. Only a mutual yes is told; it opens a talk."""

from datetime import UTC, datetime
from uuid import UUID

from flock.domain import talking
from flock.domain.members import Person
from flock.domain.talking import AGAIN_AFTER, WAVE_LASTS
from flock.errors import BadWords, NotFound
from flock.services import rate_limits
from flock.services.accounts import Accounts
from flock.storage import imports, interactions, talks, waves
from flock.storage.database import Database
from flock.storage.interactions import Act
from flock.storage.statements import Cursor
from flock.storage.waves import Sent as Sent
from flock.storage.waves import Towards as Towards

NOBODY = "There is nobody here by that name. She may have left, or the link was cut short."
"""What is said of somebody who is hidden, of one who is blocked, and of one who never was."""


class Waves:
    """Sends and answers waves. Safe between threads."""

    def __init__(self, db: Database, accounts: Accounts) -> None:
        self._db = db
        self._accounts = accounts

    def towards(self, acting: Person, *, now: datetime | None = None) -> list[Towards]:
        """Give the waves that wait for her answer, the latest first."""
        return waves.towards(self._db, self._accounts.check(acting, "member").member_id, now=now or datetime.now(UTC))

    def sent(self, acting: Person, *, now: datetime | None = None) -> list[Sent]:
        """Give her own waves until they expire. A declined one looks like one that waits."""
        return waves.sent(self._db, self._accounts.check(acting, "member").member_id, now=now or datetime.now(UTC))

    def send(self, acting: Person, to: UUID, note: str = "", *, now: datetime | None = None) -> UUID | None:
        """Wave to somebody. Where she waved first, this is a mutual yes, and the talk that it opens is given.

        Raises:
            NotFound: there is nobody by that id for her.
            BadWords: the note is too long, or she waved already.
            TooOften: ten today.
        """
        me = self._accounts.check(acting, "member").member_id
        at = now or datetime.now(UTC)
        words = talking.check(note, most=talking.MOST_NOTE, what="The note", may_be_empty=True)
        with self._db.writing() as cursor:
            if to == me or not waves.is_known(cursor, me, to, now=at):
                raise NotFound(NOBODY)
            rate_limits.take(cursor, me, "wave", now=at)
            waves.touch_pair(cursor, me, to)
            before = waves.between(cursor, me, to, now=at, again_after=at - AGAIN_AFTER)
            if before and before[0].from_id == to:
                waves.answer(cursor, me, before[0].wave_id, "yes", now=at)
                return self._meet(cursor, me, to, now=at)
            if before:
                raise BadWords("You have said hello to her already. When she answers, you find it under Talk.")
            waves.send(cursor, me, to, words, now=at, expires_at=at + WAVE_LASTS)
        return None

    def answer(self, acting: Person, wave_id: UUID, *, yes: bool, now: datetime | None = None) -> UUID | None:
        """Answer a wave. A yes opens a talk and gives it; a no is never told to anybody.

        Raises:
            NotFound: the wave is not open, or not hers.
        """
        me = self._accounts.check(acting, "member").member_id
        at = now or datetime.now(UTC)
        with self._db.writing() as cursor:
            other = waves.sender(cursor, me, wave_id, now=at)
            if other is None or not waves.is_known(cursor, me, other, now=at):
                raise NotFound("This hello is not open any more.")
            waves.touch_pair(cursor, me, other)
            if not waves.answer(cursor, me, wave_id, "yes" if yes else "no", now=at):
                raise NotFound("This hello is not open any more.")
            if yes:
                return self._meet(cursor, me, other, now=at)
            waves.pass_by(cursor, me, other, until=at + AGAIN_AFTER)
        return None

    def pass_by(self, acting: Person, other: UUID, *, now: datetime | None = None) -> None:
        """Say «not now» to a suggestion. She comes back after sixteen weeks, and never hears of it."""
        me = self._accounts.check(acting, "member").member_id
        with self._db.writing() as cursor:
            waves.pass_by(cursor, me, other, until=(now or datetime.now(UTC)) + AGAIN_AFTER)

    def _meet(self, cursor: Cursor, me: UUID, other: UUID, *, now: datetime) -> UUID:
        talk_id = talks.open_pair(cursor, me, other, now=now)
        interactions.add(
            cursor, [Act(now, "accepted_intro", me, other, thread=talk_id.hex)], sample=imports.is_sample_only(self._db)
        )
        return talk_id
