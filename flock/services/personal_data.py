"""What a member takes along, and how she leaves: at once for everybody else, after seven days for good."""

import csv
import hashlib
import io
import json
import secrets
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from flock.domain.members import Person
from flock.errors import BadProfile, NotFound
from flock.services.accounts import Accounts
from flock.storage import personal_data, profiles
from flock.storage.database import Database

DAYS_TO_CHANGE_HER_MIND = 7
_EXPORT = "export"
_PASS_LASTS = timedelta(minutes=5)

_READ_ME = """\
All that Flock has of you, made {made_at}.

flock.json has everything; the CSV files have the same, one a table, for spreadsheets.
photo.jpg is your photo, if you gave one.
What others have told about you, such as who blocked whom, is theirs and is not in here.
Moments are UTC. home_cell is the number of a hexagon (H3, resolution 7); where you live more exactly was never kept.
"""


class PersonalData:
    """Gives members what is theirs, and forgets them when they ask. Safe between threads."""

    def __init__(self, db: Database, accounts: Accounts, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._db = db
        self._accounts = accounts
        self._clock = clock

    def offer(self, acting: Person) -> str:
        """Give a pass that gets her one export within five minutes. Also for who is at the gate, was sent away or has left.

        Raises:
            NotFound: there is no such member any more.
        """
        if self._accounts.known(acting.member_id) is None:
            raise NotFound("There is no such member any more.")
        told = secrets.token_urlsafe(32)
        until = self._clock() + _PASS_LASTS
        personal_data.add_pass(self._db, _fingerprint(told), acting.member_id, purpose=_EXPORT, until=until)
        return told

    def collect(self, told_pass: str) -> bytes:
        """Give the export of whose pass it is, as a ZIP. The pass is used up.

        Raises:
            NotFound: the pass was used, has run out, or never was. Which of these is not said.
        """
        member_id = personal_data.use_pass(self._db, _fingerprint(told_pass), purpose=_EXPORT, now=self._clock())
        if member_id is None or self._accounts.known(member_id) is None:
            raise NotFound("This link works once and for five minutes. Ask for your data again.")
        return self._packed(member_id)

    def leave(self, acting: Person) -> None:
        """Let her be gone for everybody at once. For seven days she may come back; then she is erased.

        Raises:
            NotAllowed: she is no member.
            BadProfile: she is invented.
        """
        self._accounts.check(acting, "member")
        if self._accounts.is_demo():
            raise BadProfile("She is one of the invented people of the sample community, and stays.")
        personal_data.leave(self._db, acting.member_id, now=self._clock())

    def leaves_for_good_at(self, acting: Person) -> datetime | None:
        """Give when she who left will be erased; None where she has not left."""
        left_at = personal_data.left_at(self._db, acting.member_id)
        return left_at + timedelta(days=DAYS_TO_CHANGE_HER_MIND) if left_at else None

    def come_back(self, acting: Person) -> None:
        """Let her who left be here again, as she was."""
        personal_data.come_back(self._db, acting.member_id)

    def erase_due(self) -> int:
        """Erase those who left seven days ago, and give how many."""
        due = personal_data.left_before(self._db, self._clock() - timedelta(days=DAYS_TO_CHANGE_HER_MIND))
        for member_id in due:
            personal_data.erase(self._db, member_id)
        self._db.let_go_of_deleted()
        return len(due)

    def _packed(self, member_id: UUID) -> bytes:
        tables = personal_data.rows(self._db, member_id)
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as pack:
            pack.writestr("READ ME.txt", _READ_ME.format(made_at=f"{self._clock():%d %B %Y, %H:%M} UTC"))
            pack.writestr("flock.json", json.dumps(tables, ensure_ascii=False, indent=1, default=_plain))
            for name, rows in tables.items():
                pack.writestr(f"{name}.csv", _csv(rows))
            photo_id = profiles.photo_ids(self._db, [member_id]).get(member_id)
            if photo_id and (photo := profiles.photo(self._db, photo_id)):
                pack.writestr("photo.jpg", photo[0])
        return written.getvalue()


def _csv(rows: list[dict[str, Any]]) -> str:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(rows[0])
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return "\ufeff" + written.getvalue()


def _cell(value: Any) -> Any:
    """Give a value for a spreadsheet; text that one would run as a formula is kept from being one."""
    if isinstance(value, list):
        value = "; ".join(str(one) for one in value)
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r", "\n")):
        return f"'{value}"
    return value if isinstance(value, int | float | str | None) else _plain(value)


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _fingerprint(told_pass: str) -> str:
    return hashlib.sha256(told_pass.encode()).hexdigest()
