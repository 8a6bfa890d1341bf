"""The imports that were: who brought in what and when; taken back, and brought in again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from flock.domain.members import Person
from flock.errors import CannotTurn, NotFound
from flock.services.accounts import Accounts
from flock.storage import import_history
from flock.storage.database import Database
from flock.storage.import_history import COMMITTED, UNDONE, Conflict, Entry, Turned

__all__ = ["COMMITTED", "UNDONE", "Entry", "ImportHistory", "Turned"]

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class ImportHistory:
    """Tells of imports and turns them back and forth. Safe between threads; one import or turn at a time."""

    db: Database
    accounts: Accounts

    def entries(self, *, acting: Person, most: int = 20, skip: int = 0) -> list[Entry]:
        """Give the imports, the newest first.

        Raises:
            NotAllowed: she is no organiser.
        """
        self.accounts.check(acting, "organiser")
        return import_history.entries(self.db, most=most, skip=skip)

    def undo(self, import_id: UUID, *, acting: Person, progress: Progress = lambda share: None) -> Turned:
        """Take an import back: what it brought goes, what it changed is as it was, and what people edited since stays.

        A place that members have added something to is kept in the archive, and is there again when the import is.

        Raises:
            NotAllowed: she is no organiser.
            NotFound: there is no such import.
            CannotTurn: it is not in, too old, or a later import has changed its places.
        """
        person = self.accounts.check(acting, "organiser")
        return undo(self.db, import_id, who=person.name, by=person.member_id, progress=progress)

    def redo(self, import_id: UUID, *, acting: Person, progress: Progress = lambda share: None) -> Turned:
        """Bring in again an import that was taken back.

        Raises:
            NotAllowed: she is no organiser.
            NotFound: there is no such import.
            CannotTurn: it was not taken back, is too old, or its places came in another way since.
        """
        person = self.accounts.check(acting, "organiser")
        return redo(self.db, import_id, who=person.name, by=person.member_id, progress=progress)


def undo(db: Database, import_id: UUID, *, who: str, by: UUID | None = None, progress: Progress = lambda share: None) -> Turned:
    """Do what `ImportHistory.undo` does, for whoever may use the command line."""
    with db.turn():
        found = _turnable(db, import_id, COMMITTED, "is not in, so there is nothing to take back")
        later = import_history.written_over_by(db, import_id)
        if later:
            raise CannotTurn(f"{_named(later)} changed places of this import later. Take that back first.")
        return import_history.turn(db, found, who=who, by=by, progress=progress)


def redo(db: Database, import_id: UUID, *, who: str, by: UUID | None = None, progress: Progress = lambda share: None) -> Turned:
    """Do what `ImportHistory.redo` does, for whoever may use the command line."""
    with db.turn():
        found = _turnable(db, import_id, UNDONE, "was not taken back, so it need not be brought in again")
        try:
            return import_history.turn(db, found, who=who, by=by, progress=progress)
        except Conflict as conflict:
            names = _named([str(name) for name in conflict.args])
            raise CannotTurn(f"{names} brought in or changed the same places since. Take that back first.") from conflict


def _turnable(db: Database, import_id: UUID, state: str, otherwise: str) -> Entry:
    found = import_history.entry(db, import_id)
    if found is None:
        raise NotFound(f"There is no import {import_id}. The list of imports shows them all.")
    if found.state != state:
        raise CannotTurn(f"The import of {found.file_name} {otherwise}.")
    if not found.can_turn(datetime.now(UTC)):
        raise CannotTurn(f"The import of {found.file_name} is more than 30 days old. What it replaced is no longer kept.")
    return found


def _named(files: list[str]) -> str:
    return ", ".join(f"«{name}»" for name in files)
