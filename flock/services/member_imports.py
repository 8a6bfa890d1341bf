"""Leads bring in the members that a community already has: checked first, written at once, and taken back if need be."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePath
from uuid import UUID

from flock.domain.members import Person
from flock.domain.positions import LatLon
from flock.errors import BadTable, NotAllowed
from flock.geocoding.answers import Answer, Geocoder, Query
from flock.ingest import member_lists, tables
from flock.ingest.member_lists import Listed
from flock.ingest.problems import Problem
from flock.services.accounts import Accounts
from flock.storage import member_imports
from flock.storage.database import Database
from flock.storage.member_imports import Past


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do. It holds hexagons and no postcode; the file it was read from is gone."""

    file_name: str
    new: list[Listed]
    known: int
    problems: list[Problem]
    columns: dict[str, str]

    @property
    def rejected(self) -> int:
        """Count the rows that are left out."""
        return sum(problem.severity == "rejected" for problem in self.problems)


class MemberImports:
    """Imports of members, for leads only. The geocoder must be the offline one, which asks nobody and remembers nothing."""

    def __init__(
        self,
        db: Database,
        accounts: Accounts,
        geocoder: Callable[[], Geocoder],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._db = db
        self._accounts = accounts
        self._geocoder = geocoder
        self._clock = clock

    def check(self, acting: Person, file_name: str, content: bytes) -> Plan:
        """Read a table of members and say what would happen; nothing is written.

        Raises:
            NotAllowed: she is no lead.
            BadTable: not a table, or one without names and e-mail addresses.
        """
        self._accounts.check(acting, "lead")
        with tempfile.TemporaryDirectory(prefix="flock-members-") as folder:
            file = Path(folder) / (PurePath(file_name).name or "members.csv")
            file.write_bytes(content)
            read = member_lists.read(tables.read(file), self._locate)
        known = member_imports.known_emails(self._db, [row.email for row in read.rows])
        new = [row for row in read.rows if row.email not in known]
        return Plan(file.name, new, len(read.rows) - len(new), read.problems, read.columns)

    def commit(self, acting: Person, plan: Plan) -> int:
        """Write the new members of a plan and give how many. Each is recognised by her verified address when she first signs in.

        Raises:
            NotAllowed: she is no lead, or an invented one: the first real member shuts the door to the demo, behind her too.
            BadTable: there is nobody new in it any more.
        """
        self._accounts.check(acting, "lead")
        if self._accounts.is_demo():
            raise NotAllowed("You look around in the demo community. Real members come in once a lead has signed in.")
        with self._db.turn():  # somebody may have come since it was checked
            known = member_imports.known_emails(self._db, [row.email for row in plan.new])
            new = [row for row in plan.new if row.email not in known]
            if not new:
                raise BadTable("Everybody in this table is here already. There is nothing to bring in.")
            rows = [{"email": row.email, "home_cell": row.home_cell, **asdict(row.profile)} for row in new]
            here = plan.known + len(plan.new) - len(new)
            counts = {"known": here, "rejected": plan.rejected}
            member_imports.commit(self._db, rows, lead_id=acting.member_id, file_name=plan.file_name, now=self._clock(), **counts)
        return len(new)

    def past(self, acting: Person) -> list[Past]:
        """Give the imports so far, the latest first.

        Raises:
            NotAllowed: she is no lead.
        """
        self._accounts.check(acting, "lead")
        return member_imports.past(self._db)

    def undo(self, acting: Person, import_id: UUID) -> None:
        """Take an import back. Who has signed in since stays: she is here by her own will.

        Raises:
            NotAllowed: she is no lead.
        """
        self._accounts.check(acting, "lead")
        member_imports.undo(self._db, import_id, lead_id=acting.member_id, now=self._clock())

    def _locate(self, postcodes: Sequence[str]) -> list[LatLon | None]:
        answers = self._geocoder().geocode_many([Query(postcode=postcode) for postcode in postcodes])
        return [answer.position if isinstance(answer, Answer) else None for answer in answers]
