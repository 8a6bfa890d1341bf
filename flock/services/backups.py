"""Backups of the running app: made on a lead's request or on a schedule, kept for 30 days."""

import logging
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flock.domain.members import Person
from flock.errors import FlockError, NotAllowed
from flock.services.accounts import Accounts
from flock.storage import backup, schedule, staff_log
from flock.storage.database import Database

log = logging.getLogger(__name__)

KEPT_DAYS = 30  # what was erased must be gone from backups too by then
DEMO = "Everything here is invented, so there is nothing to keep. Backups begin with the first real member or place."
_JOB = "backup"
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
        """Make a backup whenever the last such one is older than that, in a thread of its own; of many servers one makes it."""
        threading.Thread(target=self._go_on, args=(every,), name="backups", daemon=True).start()

    def make_due(self, every: timedelta) -> Backup | None:
        """Make a backup where the last scheduled one is that old; None where it is not, or another server makes it.

        Raises:
            CannotWrite: the folder cannot be written to. It stays due.
        """
        now = datetime.now(UTC)
        if not schedule.take(self._db, _JOB, before=now - every, now=now):
            return None
        try:
            return self._make()
        except BaseException:
            schedule.give_back(self._db, _JOB)
            raise

    def sweep(self) -> None:
        """Delete the backups in this server's folder that are older than 30 days."""
        now = datetime.now(UTC)
        for old in self._there():
            if old.made_at < now - timedelta(days=KEPT_DAYS):
                old.file.unlink(missing_ok=True)

    def _go_on(self, every: timedelta) -> None:
        pause = threading.Event()
        while True:
            try:
                pause.wait(self._due_in_s(every, datetime.now(UTC)))
                self.make_due(every)
            except Exception as error:
                log.warning("no backup: %s", error if isinstance(error, FlockError) else type(error).__name__)
                pause.wait(every.total_seconds() / 24)

    def _due_in_s(self, every: timedelta, now: datetime) -> float:
        """Give the seconds until the next scheduled one."""
        last = schedule.begun_at(self._db, _JOB)
        if last is None or last > now + schedule.CLOCKS_DIFFER:
            return 0.0
        return max(0.0, (last + every - now).total_seconds())

    def _make(self) -> Backup:
        with self._turn:
            now = datetime.now(UTC)
            file = self._folder / now.strftime(_NAME)
            backup.write(self._db, file)
            self.sweep()
            return Backup(file, file.stat().st_size, now.replace(microsecond=0))

    def _there(self) -> list[Backup]:
        found = []
        for file in self._folder.glob("flock-*.duckdb"):
            try:
                made_at = datetime.strptime(file.name, _NAME).replace(tzinfo=UTC)
                found.append(Backup(file, file.stat().st_size, made_at))
            except (ValueError, OSError):
                continue  # somebody else's file, or swept this moment
        return sorted(found, key=lambda one: one.made_at, reverse=True)
