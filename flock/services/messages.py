"""Talk between two people who both said yes, and between a few of those."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from flock.domain import talking, words
from flock.domain.members import Person
from flock.errors import BadWords, NotFound
from flock.services import rate_limits
from flock.services.accounts import Accounts
from flock.storage import imports, interactions, talks
from flock.storage.database import Database
from flock.storage.interactions import Act
from flock.storage.talks import Message as Message
from flock.storage.talks import Talk as Talk

CLOSED = "This talk is not open any more."
"""What is said whether the other left, is blocked, or the talk never was."""

_SHOWN = 200


class Messages:
    """Reads and writes talks. Safe between threads."""

    def __init__(self, db: Database, accounts: Accounts) -> None:
        self._db = db
        self._accounts = accounts

    def talks(self, acting: Person, *, now: datetime | None = None) -> list[Talk]:
        """Give her talks, the latest words first."""
        return talks.of(self._db, self._accounts.check(acting, "member").member_id, now=now or datetime.now(UTC))

    def unread(self, acting: Person, *, now: datetime | None = None) -> int:
        """Count the messages that she has not read, without those of muted talks."""
        return sum(talk.unread for talk in self.talks(acting, now=now) if not talk.muted)

    def talk(self, acting: Person, talk_id: UUID, *, now: datetime | None = None) -> Talk:
        """Give one talk.

        Raises:
            NotFound: it is not hers, or nobody is left in it for her.
        """
        me = self._accounts.check(acting, "member").member_id
        found = talks.of(self._db, me, now=now or datetime.now(UTC), talk_id=talk_id)
        if not found:
            raise NotFound(CLOSED)
        return found[0]

    def read(self, acting: Person, talk_id: UUID, *, now: datetime | None = None) -> list[Message]:
        """Give the last words of a talk, oldest first, and note that she read them. Nobody else is told.

        Raises:
            NotFound: it is not hers, or nobody is left in it for her.
        """
        at = now or datetime.now(UTC)
        me = self._accounts.check(acting, "member").member_id
        if not talks.others(self._db, me, talk_id, now=at):
            raise NotFound(CLOSED)
        said = talks.messages(self._db, me, talk_id, now=at, most=_SHOWN)
        if any(message.is_new for message in said):
            with self._db.writing() as cursor:
                talks.set_own(cursor, me, talk_id, read_at=said[-1].sent_at)  # the clock may be set back meanwhile
        return said

    def send(self, acting: Person, talk_id: UUID, text: str, *, now: datetime | None = None) -> None:
        """Write into a talk. An answer to another's words is a tie between two people, and goes into the log.

        Raises:
            NotFound: it is not hers, or nobody is left in it for her.
            BadWords: empty or too long.
            TooOften: sixty in an hour.
        """
        at = now or datetime.now(UTC)
        said = talking.check(text, most=talking.MOST_MESSAGE, what="The message")
        with self._db.writing() as cursor:
            me = self._accounts.check(acting, "member").member_id  # in her turn: no crowd of readers holds up what she says
            others = talks.others_within(cursor, me, talk_id, now=at)
            if not others:
                raise NotFound(CLOSED)
            rate_limits.take(cursor, me, "message", now=at)
            sent_at, before = talks.add(cursor, me, talk_id, said, now=at)
            talks.set_own(cursor, me, talk_id, read_at=sent_at)
            if before in others:
                interactions.add(
                    cursor, [Act(at, "answered_message", me, before, thread=talk_id.hex)], sample=imports.is_sample_only(self._db)
                )

    def start_group(self, acting: Person, name: str, others: Sequence[UUID], *, now: datetime | None = None) -> UUID:
        """Open a talk of a few people, with each of whom she talks already.

        Raises:
            BadWords: no name, or too many people or too few.
            NotFound: she does not talk with one of them.
        """
        me = self._accounts.check(acting, "member").member_id
        at = now or datetime.now(UTC)
        called = talking.check(name, most=talking.MOST_GROUP_NAME, what="The name of the group")
        chosen = list(dict.fromkeys(others))
        if not 2 <= len(chosen) < talking.MOST_IN_A_GROUP:
            raise BadWords(f"A group has three to {words.count(talking.MOST_IN_A_GROUP, 'person', 'people')}, with you in it.")
        with self._db.writing() as cursor:
            pairs = {talk.others[0] for talk in talks.of_within(cursor, me, now=at) if not talk.is_group}
            if not set(chosen) <= pairs:
                raise NotFound("A group starts with people you talk with. Say hello to the others first.")
            rate_limits.take(cursor, me, "wave", now=at)
            return talks.open_group(cursor, me, chosen, name=called, now=at)

    def mute(self, acting: Person, talk_id: UUID, *, muted: bool) -> None:
        """Stop counting a talk's new messages, or count them again."""
        me = self._accounts.check(acting, "member").member_id
        with self._db.writing() as cursor:
            talks.set_own(cursor, me, talk_id, muted=muted)

    def leave(self, acting: Person, talk_id: UUID, *, now: datetime | None = None) -> None:
        """Leave a talk. Its other people keep what was said."""
        me = self._accounts.check(acting, "member").member_id
        with self._db.writing() as cursor:
            talks.set_own(cursor, me, talk_id, left_at=now or datetime.now(UTC))

    def response_bands(self, ids: Sequence[UUID]) -> dict[UUID, str]:
        """Say of members whom the caller may see how they usually answer; nothing below three answers."""
        return {
            member_id: band
            for member_id, took in talks.answer_hours(self._db, ids).items()
            if (band := talking.response_band(took))
        }

    def reliability(self, acting: Person) -> tuple[int, int]:
        """Give her own last twenty commitments: how many, and how many she kept. Nobody else can ask for them."""
        return talks.commitments(self._db, self._accounts.check(acting, "member").member_id)
