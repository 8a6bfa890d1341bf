"""Looking after places: finding them, changing, closing and merging them, with a history that can be put back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from difflib import SequenceMatcher
from uuid import UUID

from flock.domain import editing, words
from flock.domain.editing import POSITION, Edit, Merge, Spot, Values
from flock.domain.filters import VenueFilter
from flock.domain.members import Person
from flock.domain.venues import Status, Venue
from flock.errors import BadValue, ChangedMeanwhile, NotFound
from flock.geocoding.answers import Geocoder, Query, Refusal
from flock.ingest import cells, fields
from flock.services.accounts import Accounts
from flock.storage import venue_editing, venue_merging, venues
from flock.storage.database import Database
from flock.storage.venue_editing import Act, Listed
from flock.storage.venues import Asked

STATES = ("all", "open", "temporarily_closed", "closed", "unchecked", "merged")
"""Which places to list: by status, not checked for a year, or merged into another."""

_UNCHECKED = timedelta(days=365)
_NEAR_M = 300.0
_LOOKED_THROUGH = 30
_ALIKE = 0.6  # from which two names near each other may mean one place


@dataclass(frozen=True, slots=True)
class Opened:
    """A place as an organiser opens it: its fields, where each comes from, its history and what was merged into it."""

    venue: Venue
    values: Values
    origins: dict[str, str]
    edits: list[Edit]
    merges: list[Merge]


class VenueEditing:
    """What organisers do with places. Every call asks again whether the acting person may. Safe between threads."""

    def __init__(self, db: Database, accounts: Accounts, geocoder: Callable[[], Geocoder]) -> None:
        self._db = db
        self._accounts = accounts
        self._geocoder = geocoder

    def kept_id(self, venue_id: UUID) -> UUID:
        """Give the place that a place was merged into; itself where it was not. Anybody may ask."""
        return venue_editing.kept_id(self._db, venue_id)

    def catalogue(
        self, acting: Person, *, text: str = "", state: str = "all", most: int, skip: int = 0
    ) -> tuple[int, list[Listed]]:
        """Give how many places there are in one of `STATES` that have all words of the text, and a page of them by name."""
        self._accounts.check(acting, "organiser")
        return venue_editing.catalogue(
            self._db,
            text=text,
            status=state if state in editing.STATUS else None,
            checked_before=datetime.now(UTC).date() - _UNCHECKED if state == "unchecked" else None,
            merged=state == "merged",
            most=most,
            skip=skip,
        )

    def open(self, acting: Person, venue_id: UUID, *, edits: int = 50) -> Opened:
        """Give a place with its newest edits.

        Raises:
            NotFound: no place has that id.
        """
        self._accounts.check(acting, "organiser")
        venue = self._venue(venue_id)
        merges = venue_merging.into(self._db, venue_id)
        everyone = [venue_id, *(merge.lost_id for merge in merges)]
        history = venue_editing.history(self._db, everyone, most=edits)
        return Opened(venue, editing.values(venue), self._origins(venue), history, merges)

    def save(self, acting: Person, venue_id: UUID, typed: Mapping[str, str], *, seen: Values) -> Values:
        """Save what was typed into fields of a place, all or nothing; `seen` are the values before. Give what changed.

        A position may be typed as latitude and longitude, or as a postcode or town to look up.

        Raises:
            BadValue: something typed cannot be taken.
            ChangedMeanwhile: somebody else changed one of the same fields since.
        """
        act = self._act(acting, "edit")
        read = {field: self._read(field, text, seen) for field, text in typed.items()}
        return venue_editing.save(self._db, venue_id, editing.changed(seen, read), seen=seen, act=act)

    def set_status(self, acting: Person, venue_id: UUID, status: Status, *, seen: Values) -> None:
        """Close a place for now or for good, or open it again.

        Raises:
            ChangedMeanwhile: somebody else did something else with it since.
        """
        act = self._act(acting, "edit" if status == Status.OPEN else "close")
        venue_editing.save(self._db, venue_id, {"status": status.value}, seen=seen, act=act)

    def put_back(self, acting: Person, edit_id: UUID, *, seen: Values) -> None:
        """Put a field back to what it was before an edit.

        Raises:
            NotFound: there is no such edit.
            BadValue: the place was merged into another since, so that the field is no more shown.
            ChangedMeanwhile: somebody changed the field since `seen`.
        """
        act = self._act(acting, "undo")
        edit = venue_editing.edit(self._db, edit_id)
        if edit is None:
            raise NotFound("There is no such change.")
        venue_editing.save(self._db, edit.venue_id, {edit.field: edit.old_value}, seen=seen, act=act)

    def alike(self, acting: Person, venue: Venue, *, most: int = 5) -> list[tuple[Venue, float]]:
        """Give places that could be the same one, the likeliest first, with the distance in metres: near, with a similar name."""
        self._accounts.check(acting, "organiser")
        near = venues.nearest(self._db, Asked(VenueFilter()), center=venue.position, most=_LOOKED_THROUGH)
        others = [(other, m) for other, m in near if other.venue_id != venue.venue_id and m <= _NEAR_M]
        scored = [(_likeness(venue, other), other, m) for other, m in others]
        likely = sorted((one for one in scored if one[0] >= _ALIKE), key=lambda one: (-one[0], one[2]))
        return [(other, distance_m) for _, other, distance_m in likely[:most]]

    def what_moves(self, acting: Person, venue_id: UUID) -> dict[str, int]:
        """Count what would move along if a place were merged into another, by the table it is in."""
        self._accounts.check(acting, "organiser")
        return venue_merging.what_moves(self._db, venue_id)

    def merge(self, acting: Person, *, lost_id: UUID, kept_id: UUID, taken: Mapping[str, str | None], seen: Values) -> UUID:
        """Merge one place into another, which takes over the `taken` fields of the lost one. Give the merge's id.

        Raises:
            ChangedMeanwhile: a taken field of the kept place is no more as `seen`, or one of the two was merged already.
            NotFound: one of them is not there.
        """
        act = self._act(acting, "merge")
        lost = editing.values(self._venue(lost_id))
        if any(lost[field] != value for field, value in taken.items()):
            raise ChangedMeanwhile("The place that goes was changed while you were at it. Look at it again, then merge.")
        return venue_merging.merge(self._db, lost_id=lost_id, kept_id=kept_id, wanted=dict(taken), seen=seen, act=act)

    def undo_merge(self, acting: Person, merge_id: UUID) -> None:
        """Take two merged places apart again.

        Raises:
            ChangedMeanwhile: that was done before, or the kept one was merged into another since.
        """
        venue_merging.undo(self._db, merge_id, act=self._act(acting, "undo"))

    def _act(self, acting: Person, cause: str) -> Act:
        now = self._accounts.check(acting, "organiser")
        return Act(now.member_id, now.name, cause, datetime.now(UTC))

    def _venue(self, venue_id: UUID) -> Venue:
        venue = venues.by_id(self._db, venue_id)
        if venue is None:
            raise NotFound("There is no such place any more. It may have been removed, or the link was cut short.")
        return venue

    def _read(self, field: str, typed: str, seen: Values) -> str | None:
        if field == POSITION:
            if typed.strip() == editing.typed(field, seen[field]):
                return seen[field]  # whose last digits the field does not show
            if not cells.pair(typed):
                return self._looked_up(typed)
        return fields.read(field, typed)

    def _looked_up(self, text: str) -> str:
        answer = self._geocoder().geocode(Query(text=" ".join(text.split())))
        if isinstance(answer, Refusal):
            raise BadValue(f"{editing.LABEL[POSITION]}: {answer.reason}")
        return editing.write_spot(Spot(answer.position, answer.precision_m, answer.source))

    def _origins(self, venue: Venue) -> dict[str, str]:
        """Say for each field whether a person or an import told it, and when."""
        last = venue_editing.last_edits(self._db, venue.venue_id)
        batch = venue_editing.last_import(self._db, venue.venue_id)
        brought = f"imported from {batch.file_name}" if batch else "imported"
        if batch and batch.finished_at:
            brought += f", {words.day(batch.finished_at.date())}"
        people = {field: f"{editor}, {words.day(at.date())}" for field, (editor, at) in last.items()}
        return {field: brought for field, value in editing.values(venue).items() if editing.is_known(value)} | people


def _likeness(a: Venue, b: Venue) -> float:
    """Compare two names, whatever the order of their words: 0 is nothing alike, 1 the same."""
    one, other = (" ".join(sorted(venues.searchable(venue.name).split())) for venue in (a, b))
    return SequenceMatcher(None, one, other).ratio()
