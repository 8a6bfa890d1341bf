"""Backups of the running app: made on a lead's request or on a schedule, kept for 30 days."""

import logging
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flock.domain.members import Person
from flock.errors import FlockError, NotAllowed
from flock.services.accounts import Accounts
from flock.storage import backup, staff_log
from flock.storage.database import Database

log = logging.getLogger(__name__)

KEPT_DAYS = 30  # what was erased must be gone from backups too by then
DEMO = "Everything here is invented, so there is nothing to keep. Backups begin with the first real member or place."
_NAME = "flock-%Y-%m-%dT%H-%M-%S.duckdb"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that is there: its file, its size in bytes and when it was made (UTC)."""

    file: Path
    size: int
    made_at: datetime


class Backups:
    """Makes and lists backups in one folder. Safe between threads."""

    def __init__(self, db: Database, accounts: Accounts, folder: Path) -> None:
        self._db = db
        self._accounts = accounts
        self._folder = folder
        self._turn = threading.Lock()

    def make(self, acting: Person) -> Backup:
        """Make a backup now; for leads.

        Raises:
            NotAllowed: she is no lead, or an invented one, through whose eyes anybody may look.
            CannotWrite: the folder cannot be written to.
        """
        lead = self._accounts.check(acting, "lead").member_id
        if self._accounts.is_demo():
            raise NotAllowed(DEMO)
        with self._db.writing() as cursor:  # before it is made, so that it is in the backup too
            staff_log.add(cursor, lead, "made a backup", None, "", now=datetime.now(UTC))
        return self._make()

    def there(self, acting: Person) -> list[Backup]:
        """Give the backups that are there, the newest first; for leads.

        Raises:
            NotAllowed: she is no lead.
        """
        self._accounts.check(acting, "lead")
        return self._there()

    def begin_schedule(self, every: timedelta) -> None:
        """Make a backup whenever the last one is older than that, in a thread of its own."""
        threading.Thread(target=self._go_on, args=(every,), name="backups", daemon=True).start()

    def _go_on(self, every: timedelta) -> None:
        pause = threading.Event()
        while True:
            pause.wait(self._due_in_s(every, datetime.now(UTC)))
            try:
                self._make()
            except FlockError as error:
                log.warning("no backup: %s", error)
                pause.wait(every.total_seconds() / 24)

    def _due_in_s(self, every: timedelta, now: datetime) -> float:
        """Give the seconds until the next one; those with a later moment than now were made before the clock was set back."""
        last = max((one.made_at for one in self._there() if one.made_at <= now), default=None)
        return max(0.0, (last + every - now).total_seconds()) if last else 0.0

    def _make(self) -> Backup:
        with self._turn:
            now = datetime.now(UTC)
            file = self._folder / now.strftime(_NAME)
            backup.write(self._db, file)
            self._sweep(now)
            return Backup(file, file.stat().st_size, now.replace(microsecond=0))

    def _sweep(self, now: datetime) -> None:
        for old in self._there():
            if old.made_at < now - timedelta(days=KEPT_DAYS):
                old.file.unlink(missing_ok=True)

    def _there(self) -> list[Backup]:
        found = []
        for file in self._folder.glob("flock-*.duckdb"):
            try:
                made_at = datetime.strptime(file.name, _NAME).replace(tzinfo=UTC)
                found.append(Backup(file, file.stat().st_size, made_at))
            except (ValueError, OSError):
                continue  # somebody else's file, or swept this moment
        return sorted(found, key=lambda one: one.made_at, reverse=True)
