"""Members say what is wrong or missing on a place; organisers answer, and she sees what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from flock.domain import editing
from flock.domain.editing import SUGGESTED, Values
from flock.domain.members import Person
from flock.domain.suggestions import Doubt, Suggestion
from flock.errors import BadValue, NotFound
from flock.ingest import cells, fields
from flock.services.accounts import Accounts
from flock.storage import fact_checks, suggestions, venues
from flock.storage.database import Database
from flock.storage.venue_editing import Act

MOST_A_DAY = 20
LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Queued:
    """A suggestion that waits, beside the place as it is now."""

    suggestion: Suggestion
    now: Values


class Suggestions:
    """The queue between members who know better and organisers who look after places. Safe between threads."""

    def __init__(self, db: Database, accounts: Accounts) -> None:
        self._db = db
        self._accounts = accounts

    def suggest(self, acting: Person, venue_id: UUID, typed: Mapping[str, str], *, note: str = "") -> Values:
        """Suggest changes to a place, or say something about it. Give what differs from the place as it is.

        Raises:
            BadValue: something cannot be taken, or nothing was said.
            TooOften: more than `MOST_A_DAY` within a day.
        """
        member = self._accounts.check(acting, "member")
        if refused := set(typed) - set(SUGGESTED):
            raise BadValue(f"{editing.LABEL.get(min(refused), min(refused)[:40])} cannot be suggested here. Say it in the note.")
        wanted = {field: fields.read(field, text) for field, text in typed.items()}
        said = cells.text(note)
        if said and len(said) > LONGEST_NOTE:
            raise BadValue(f"The note has {len(said):,} letters; {LONGEST_NOTE} is the most.")
        at, who = datetime.now(UTC), member.member_id
        changes = suggestions.add(self._db, venue_id, wanted, note=said, member_id=who, at=at, most_a_day=MOST_A_DAY)
        if not changes and not said:
            raise BadValue("That is what it says already. Change something, or tell us in the note.")
        return changes

    def mine(self, acting: Person, *, venue_id: UUID | None = None, most: int = 30) -> list[Suggestion]:
        """Give a member's own suggestions with what became of them, the newest first."""
        member = self._accounts.check(acting, "member")
        return suggestions.find(self._db, member_id=member.member_id, venue_id=venue_id, most=most)

    def waiting(self, acting: Person) -> int:
        """Count what waits for an answer."""
        self._accounts.check(acting, "organiser")
        return suggestions.waiting(self._db)

    def queue(self, acting: Person, *, most: int = 20) -> list[Queued]:
        """Give what waits, the oldest first, each beside the place as it is now."""
        self._accounts.check(acting, "organiser")
        found = suggestions.find(self._db, waiting=True, most=most)
        places = {one.venue_id: venues.by_id(self._db, one.venue_id) for one in found}
        return [Queued(one, editing.values(venue)) for one in found if (venue := places[one.venue_id])]

    def decided(self, acting: Person, *, most: int = 30) -> list[Suggestion]:
        """Give what was answered, the newest first."""
        self._accounts.check(acting, "organiser")
        return suggestions.find(self._db, waiting=False, most=most)

    def doubted(self, acting: Person, *, most: int = 20) -> list[Doubt]:
        """Give facts that members say are not right any more, the most doubted first."""
        self._accounts.check(acting, "organiser")
        return fact_checks.doubted(self._db, most=most)

    def approve(self, acting: Person, suggestion_id: UUID, accepted: set[str], *, seen: Values, answer: str = "") -> None:
        """Write the accepted fields of a suggestion and thank for it. One that is only a note is approved without fields.

        Raises:
            ChangedMeanwhile: somebody answered it, or changed one of the fields since `seen`.
        """
        act = self._act(acting, suggestion_id)
        wanted = {change.field: change.new_value for change in self._one(suggestion_id).changes if change.field in accepted}
        suggestions.decide(self._db, suggestion_id, wanted, seen=seen, approved=True, answer=_answer(answer), act=act)

    def decline(self, acting: Person, suggestion_id: UUID, *, answer: str) -> None:
        """Decline a suggestion, saying why.

        Raises:
            BadValue: no word why.
            ChangedMeanwhile: somebody answered it before.
        """
        act = self._act(acting, suggestion_id)
        said = _answer(answer)
        if said is None:
            raise BadValue("Say in a few words why not: she took the time to tell us.")
        suggestions.decide(self._db, suggestion_id, {}, seen={}, approved=False, answer=said, act=act)

    def _act(self, acting: Person, suggestion_id: UUID) -> Act:
        now = self._accounts.check(acting, "organiser")
        return Act(now.member_id, now.name, "suggestion", datetime.now(UTC), suggestion_id)

    def _one(self, suggestion_id: UUID) -> Suggestion:
        found = suggestions.find(self._db, suggestion_id=suggestion_id)
        if not found:
            raise NotFound("There is no such suggestion any more.")
        return found[0]


def _answer(text: str) -> str | None:
    said = cells.text(text)
    if said and len(said) > LONGEST_NOTE:
        raise BadValue(f"The answer has {len(said):,} letters; {LONGEST_NOTE} is the most.")
    return said
