"""Another tool's log → the one log of the community: read, checked, matched with members, committed, and undone if need be (E1).

A check takes the same way to the last step, so what it says is what will happen.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, tzinfo
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Literal
from uuid import UUID, uuid4

import pandas as pd
import pyarrow as pa

from flock.domain.members import Person
from flock.errors import BadTable, NotFound
from flock.ingest import activity_logs, log_columns, moments, problems, slack_exports, tables
from flock.ingest.activity_logs import Act, Choices, Reading
from flock.ingest.log_columns import FIELDS, FORMS, LogColumns
from flock.ingest.problems import Problem
from flock.ingest.tables import Table
from flock.services import rate_limits, upkeep
from flock.services.accounts import Accounts
from flock.storage import accounts as stored_accounts
from flock.storage import log_imports, people
from flock.storage.database import Database
from flock.storage.log_imports import Batch, Past, Staging, Unknown

__all__ = ["FIELDS", "FORMS", "Checked", "LogColumns", "LogImports", "Past", "Plan", "Unknown"]

UnknownPeople = Literal["names", "pseudonyms", "leave"]
TOOLS = {"slack": "Slack", "posts": "Discourse", "gatherings": "Meetup", "ties": "another tool"}
_SAMPLE_ROWS = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be brought in and how it is read. `events`, `members` and `groups` are tables that explain the first one."""

    main: Path
    columns: LogColumns
    tool: str
    table: Table | None = None
    events: Table | None = None
    members: Table | None = None
    groups: Table | None = None
    zone: tzinfo | None = None
    kind: str = "reply"
    unknown: UnknownPeople = "names"

    @property
    def header(self) -> list[str]:
        """The columns of the log, as the file calls them."""
        return self.table.header if self.table else []

    @property
    def missing(self) -> list[str]:
        """What has no column yet, without which nothing can be taken."""
        return log_columns.missing(self.columns)

    def sample(self) -> pd.DataFrame:
        """Give the first rows as the file has them."""
        if self.table is None:
            return pd.DataFrame()
        chunk = next(self.table.chunks(_SAMPLE_ROWS))
        return pd.DataFrame({name or f"column {n + 1}": chunk.columns[n] for n, name in enumerate(self.header)})


@dataclass(frozen=True, slots=True)
class Checked:
    """What an import does, or would do: rows = taken + duplicates + rejected + skipped.

    `skipped` counts, by reason, rows that are right but tell of no act; `acts` counts what is written by kind, with the pairs
    who were at a meetup together; `about_members` are rows of the table of members, `memberships` who is newly known to be in which
    group; `import_id` is None where nothing was written.
    """

    rows: int
    taken: int
    duplicates: int
    rejected: int
    skipped: dict[str, int]
    acts: dict[str, int]
    members: int
    meetups: int
    places: int
    busiest: pd.DataFrame
    about_members: int
    memberships: int
    first_at: datetime | None
    last_at: datetime | None
    unknown: list[Unknown] = field(repr=False)
    problems: list[Problem] = field(repr=False)
    import_id: UUID | None = None

    @property
    def is_anything(self) -> bool:
        """Tell whether there is anything new in it."""
        return bool(self.taken or self.members or self.memberships)


class LogImports:
    """Brings in logs of other tools; for leads. Safe between threads."""

    def __init__(self, db: Database, accounts: Accounts) -> None:
        self._db = db
        self._accounts = accounts

    def look(self, acting: Person, files: Sequence[Path]) -> Plan:
        """Find out which file is the log, which ones explain it, and which column is which.

        Raises:
            NotAllowed: she is no lead.
            BadTable: no file is a log, or more than one is.
            TooOften: she has uploaded sixty files in an hour.
        """
        self._accounts.check(acting, "lead")
        rate_limits.take_now(self._db, acting.member_id, "upload", now=datetime.now(UTC))
        exports = [file for file in files if slack_exports.is_export(file)]
        if exports:
            return Plan(exports[0], LogColumns("slack", {}), TOOLS["slack"])
        read = [tables.read(file) for file in files]
        events = [table for table in read if log_columns.is_events(table.header)]
        members = [table for table in read if log_columns.is_members(table.header)]
        groups = [table for table in read if log_columns.is_groups(table.header)]
        logs = [table for table in read if table not in (*events, *members, *groups)]
        if len(groups) > 1:
            both = " and ".join(table.path.name for table in groups[:2])
            raise BadTable(f"{both} both look like a list of groups. Leave out the one that does not say what groups are called.")
        if len(logs) > 1:
            both = " and ".join(table.path.name for table in logs[:2])
            raise BadTable(f"{both} both look like a log. Bring them in one after the other.")
        if not logs:
            raise BadTable(
                "No file here says who did what. Add the table of RSVPs, messages or posts; tables of meetups and members explain it."
            )
        columns = log_columns.suggest(logs[0].header, events=events[0].header if events else None)
        return Plan(
            logs[0].path,
            columns,
            TOOLS[columns.form],
            table=logs[0],
            events=events[0] if events else None,
            members=members[0] if members else None,
            groups=groups[0] if groups else None,
        )

    def check(self, acting: Person, plan: Plan, *, now: datetime | None = None) -> Checked:
        """Say what bringing it in would do, and write nothing.

        Raises:
            NotAllowed: she is no lead.
            BadTable: the file cannot be read as that form of log.
        """
        return self._run(self._accounts.check(acting, "lead"), plan, now or datetime.now(UTC), commit=False)

    def commit(self, acting: Person, plan: Plan, *, now: datetime | None = None) -> Checked:
        """Bring it in, all or nothing.

        Raises:
            NotAllowed: she is no lead.
            BadTable: the file cannot be read as that form of log.
        """
        return self._run(self._accounts.check(acting, "lead"), plan, now or datetime.now(UTC), commit=True)

    def history(self, acting: Person) -> list[Past]:
        """Give what was brought in, the newest first.

        Raises:
            NotAllowed: she is no lead.
        """
        self._accounts.check(acting, "lead")
        return log_imports.history(self._db, sample=stored_accounts.is_sample(self._db, acting.member_id))

    def undo(self, acting: Person, import_id: UUID) -> None:
        """Take an import back. Members who came with it stay where they have done something since.

        Raises:
            NotAllowed: she is no lead.
            NotFound: there is no such import, or it was taken back already.
        """
        if not any(past.import_id == import_id and past.state == "committed" for past in self.history(acting)):
            raise NotFound("This import is not there any more. Somebody may have undone it already.")
        log_imports.undo(self._db, import_id, by=acting.member_id)

    def _run(self, acting: Person, plan: Plan, now: datetime, *, commit: bool) -> Checked:
        if plan.missing:
            raise BadTable(f"Nothing says «{plan.missing[0].lower()}» yet. Choose its column.")
        upkeep.clear_unfinished_imports(self._db)  # members whom a killed server brought in are no members to match with
        sample = stored_accounts.is_sample(self._db, acting.member_id)
        reading = Reading()
        choices = Choices(now, plan.zone, plan.kind)
        with log_imports.staging(self._db, sample=sample, tool=plan.tool) as staging:
            for acts in _tables(_acts(plan, choices, reading)):
                staging.add(acts)
            about_members = _stage_people(plan, staging)
            _name_groups(plan, staging)
            counts = staging.match(unknown=plan.unknown)
            found = [*reading.problems, *_who_is_wrong(plan, staging)]
            checked = Checked(
                rows=reading.rows,
                taken=counts.taken,
                duplicates=counts.duplicates,
                rejected=len(found),
                skipped=dict(reading.skipped),
                acts=staging.kinds(),
                members=0 if plan.unknown == "leave" else len(staging.unknown()),
                meetups=counts.meetups,
                places=counts.places,
                busiest=staging.places(),
                about_members=about_members,
                memberships=staging.memberships(),
                first_at=counts.first_at,
                last_at=counts.last_at,
                unknown=staging.unknown(),
                problems=sorted(found, key=lambda problem: problem.line),
            )
            if not commit:
                return checked
            if not checked.is_anything:
                raise BadTable("There is nothing new in this log, so nothing was written.")
            batch = Batch(
                uuid4(), plan.main.name, _hash(plan), plan.columns.form, plan.tool, acting.member_id, acting.name, sample
            )
            totals = {name: getattr(checked, name) for name in ("rows", "taken", "duplicates", "rejected")}
            staging.commit(batch, totals | {"skipped": sum(checked.skipped.values())})
        if not sample:
            people.remove_sample(self._db)
        return replace(checked, import_id=batch.import_id)


def _acts(plan: Plan, choices: Choices, reading: Reading) -> Iterator[Act]:
    if plan.table is None:
        return slack_exports.read(plan.main, choices, reading)
    beside = plan.columns.events
    events = activity_logs.read_events(plan.events, beside) if plan.events and beside else None
    return activity_logs.read(plan.table, plan.columns, choices, reading, events)


def _tables(acts: Iterable[Act]) -> Iterator[pa.Table]:
    acts = iter(acts)
    while some := list(islice(acts, people.MOST_ROWS_A_TRANSACTION)):
        columns = zip(*some, strict=True)
        yield pa.table(
            [pa.array(values, kind.type) for values, kind in zip(columns, log_imports.ACT_SCHEMA, strict=True)],
            schema=log_imports.ACT_SCHEMA,
        )


def _stage_people(plan: Plan, staging: Staging) -> int:
    """Stage what is known of the people in a log, and give how many rows that is."""
    rows: list[dict[str, object]] = []
    if plan.table is None:
        rows = [{"key": key, "name": name} for key, name in slack_exports.names(plan.main).items()]
    elif plan.members:
        columns = log_columns.members_columns(plan.members.header)
        for chunk in plan.members.chunks():
            for cells in zip(*chunk.columns, strict=True):
                key = cells[columns["key"]].strip()
                name = cells[columns["name"]].strip() if "name" in columns else ""
                group = cells[columns["group"]].strip() if "group" in columns else ""
                if key:
                    joined_on = _day(cells[columns["joined"]], plan)
                    rows.append({"key": key, "name": name, "joined_on": joined_on, "group_key": group or None})
    staging.add_people(pa.Table.from_pylist(rows, log_imports.PEOPLE_SCHEMA))
    return len(rows)


def _name_groups(plan: Plan, staging: Staging) -> None:
    if plan.groups:
        columns = log_columns.groups_columns(plan.groups.header)
        rows = [
            {name: cells[column].strip() for name, column in columns.items()}
            for chunk in plan.groups.chunks()
            for cells in zip(*chunk.columns, strict=True)
        ]
        staging.name_groups(pa.Table.from_pylist(rows, log_imports.GROUP_SCHEMA))


def _day(cell: str, plan: Plan) -> date | None:
    at, _ = moments.read(cell, plan.zone or UTC)
    return at.date() if at else None


def _who_is_wrong(plan: Plan, staging: Staging) -> list[Problem]:
    label = {name: plan.header[column] for name, column in plan.columns.fields.items() if plan.header}
    found = []
    for line, is_self, unknown_key, is_actor in staging.rejects():
        name = "who" if is_actor else "towards"
        column = label.get(name, name)
        if is_self:
            found.append(problems.rejected(line, column, "", "Both are the same member, and nobody is tied to herself."))
        else:
            sentence = "No member is known by this. Take her in as a new member, or correct the key."
            found.append(problems.rejected(line, column, unknown_key or "", sentence))
    return found


def _hash(plan: Plan) -> str:
    return plan.table.sha256 if plan.table else sha256(plan.main.read_bytes()).hexdigest()
