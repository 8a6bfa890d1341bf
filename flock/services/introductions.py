"""A lead thinks that two members should meet (E15). Each of the two answers for herself, and a no is told to nobody."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from flock.domain.members import Person
from flock.errors import NotFound
from flock.services.accounts import Accounts
from flock.storage import interactions, introductions, members, talks, waves
from flock.storage.database import Database
from flock.storage.interactions import Act
from flock.storage.members import Member

OPEN_FOR = timedelta(days=60)
"""So long a suggestion waits for an answer, and so long the same two are not suggested again."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody whom a lead thinks a member should meet."""

    introduction_id: UUID
    other: Member


class Introductions:
    """Suggests and answers introductions. Safe between threads."""

    def __init__(self, db: Database, accounts: Accounts) -> None:
        self._db = db
        self._accounts = accounts

    def suggest(self, acting: Person, member_id: UUID, other_id: UUID, *, effect: str = "", now: datetime | None = None) -> None:
        """Suggest to two members that they meet; for leads. What was suggested lately is not suggested again.

        Whether one of them blocked the other is not told: they just never see it.

        Raises:
            NotAllowed: she is no lead.
        """
        self._accounts.check(acting, "lead")
        now = now or datetime.now(UTC)
        with self._db.turn():
            if member_id != other_id and frozenset((member_id, other_id)) not in self.suggested(acting, now=now):
                introductions.suggest(self._db, member_id, other_id, by=acting.member_id, effect=effect, now=now)

    def suggested(self, acting: Person, *, now: datetime | None = None) -> set[frozenset[UUID]]:
        """Give the pairs that were suggested lately; for leads.

        Raises:
            NotAllowed: she is no lead.
        """
        self._accounts.check(acting, "lead")
        return introductions.recent(self._db, since=(now or datetime.now(UTC)) - OPEN_FOR)

    def waiting(self, acting: Person, *, now: datetime | None = None) -> list[Suggestion]:
        """Give the suggestions that wait for her answer, of people whom she may see."""
        now = now or datetime.now(UTC)
        pairs = introductions.waiting(self._db, self._accounts.check(acting, "member").member_id, since=now - OPEN_FOR)
        seen = members.visible(self._db, acting.member_id, [other for _, other in pairs], now=now)
        by_id = {member.member_id: member for member in seen}
        return [Suggestion(introduction_id, by_id[other]) for introduction_id, other in pairs if other in by_id]

    def answer(self, acting: Person, introduction_id: UUID, *, yes: bool, now: datetime | None = None) -> bool:
        """Answer a suggestion and tell whether both want to meet now. Then they have a talk, and it is in the log.

        Raises:
            NotAllowed: she is no member any more.
            NotFound: there is nothing to answer: somebody else's, answered before or taken back.
        """
        now = now or datetime.now(UTC)
        member_id = self._accounts.check(acting, "member").member_id
        if introduction_id not in {one.introduction_id for one in self.waiting(acting, now=now)}:
            raise NotFound("This suggestion is not here any more.")
        with self._db.writing() as cursor:
            found = introductions.of(cursor, introduction_id, member_id)
            if found is None:
                raise NotFound("This suggestion is not here any more.")
            other_id, sample, other_said_yes = found
            waves.touch_pair(cursor, member_id, other_id)
            introductions.answer(cursor, introduction_id, member_id, "yes" if yes else "no", now=now)
            both = yes and other_said_yes
            if both:
                talk_id = talks.open_pair(cursor, member_id, other_id, now=now)
                interactions.add(cursor, [Act(now, "accepted_intro", member_id, other_id, thread=talk_id.hex)], sample=sample)
        return both
