"""Leads bring in scores of the SCI-2 that were collected elsewhere: months with means of five people or more, beside our own pulse (E9)."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import Any
from uuid import UUID

import pandas as pd

from flock.domain import sense_of_community as sci
from flock.domain.members import Person
from flock.domain.sense_of_community import Month
from flock.errors import BadTable, NotFound
from flock.ingest import problems, sense_scores, tables
from flock.ingest.problems import Problem
from flock.services.accounts import Accounts
from flock.services.pulse import QUESTIONS, Pulse, mean_between
from flock.services.pulse import Month as PulseMonth
from flock.storage import accounts as stored_accounts
from flock.storage import sense_scores as stored
from flock.storage.database import Database
from flock.storage.sense_scores import Past

__all__ = ["Past", "Plan", "SenseScores"]

OWN, INDEX = "our four questions", "SCI-2"


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do: means of months, and no score of anybody."""

    file_name: str
    new: list[Month]
    known: int
    problems: list[Problem]
    columns: dict[str, str]


class SenseScores:
    """Imports of scores, and what they say. Safe between threads."""

    def __init__(
        self, db: Database, accounts: Accounts, pulse: Pulse, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._db = db
        self._accounts = accounts
        self._pulse = pulse
        self._clock = clock

    def check(self, acting: Person, file_name: str, content: bytes) -> Plan:
        """Read a table of scores and say what would happen; nothing is written, and of the table only means are left.

        Raises:
            NotAllowed: she is no lead.
            BadTable: not a table, or one without dates or scores.
        """
        self._accounts.check(acting, "lead")
        with tempfile.TemporaryDirectory(prefix="flock-scores-") as folder:
            file = Path(folder) / (PurePath(file_name).name or "scores.csv")
            file.write_bytes(content)
            read = sense_scores.read(tables.read(file), now=self._clock())
        here = stored.known(self._db)
        told = [one.month for one in read.months if one.month in here]
        again = [
            problems.rejected(0, "", "", f"{month:%B %Y} is here already, from {here[month]}. Take that back first.")
            for month in told
        ]
        new = [one for one in read.months if one.month not in here]
        return Plan(file.name, new, len(told), [*read.problems, *again], read.columns)

    def commit(self, acting: Person, plan: Plan) -> int:
        """Write the new months of a plan and give how many.

        Raises:
            NotAllowed: she is no lead.
            BadTable: there is nothing new in it any more.
        """
        lead = self._accounts.check(acting, "lead")
        with self._db.turn():  # somebody may have brought in the same months since it was checked
            here = stored.known(self._db)
            new = [one for one in plan.new if one.month not in here]
            if not new:
                raise BadTable("There is no month in this table that is not here already, so nothing was written.")
            sample = stored_accounts.is_sample(self._db, lead.member_id)
            stored.commit(self._db, new, by=lead, file_name=plan.file_name, sample=sample, now=self._clock())
        return len(new)

    def past(self, acting: Person) -> list[Past]:
        """Give the tables brought in so far, the latest first.

        Raises:
            NotAllowed: she is no lead.
        """
        self._accounts.check(acting, "lead")
        return stored.past(self._db)

    def undo(self, acting: Person, import_id: UUID) -> None:
        """Take a table back, its means with it.

        Raises:
            NotAllowed: she is no lead.
            NotFound: it was taken back already.
        """
        lead = self._accounts.check(acting, "lead")
        if not stored.undo(self._db, import_id, by=lead.member_id, now=self._clock()):
            raise NotFound("These scores are not there any more. Somebody may have taken them back already.")

    def over_time(self, acting: Person) -> pd.DataFrame:
        """Give the pulse and the scores side by side, each from 0 to 3: month, source, answers, mean, low, high, and the four scales.

        Raises:
            NotAllowed: she is no lead.
        """
        self._accounts.check(acting, "lead")
        rows = [_own(one) for one in self._pulse.months(acting)] + [_row(one) for one in stored.months(self._db)]
        columns = ("month", "source", "answers", "mean", "low", "high", *sci.SCALES)
        return pd.DataFrame(sorted(rows, key=lambda row: row[:2]), columns=columns)


def _own(one: PulseMonth) -> tuple[Any, ...]:
    means = dict(zip(QUESTIONS, one.table["mean"], strict=True))
    return (one.month, OWN, one.answers, *one.overall, *(means[scale] for scale in sci.SCALES))


def _row(one: Month) -> tuple[Any, ...]:
    mean, scales = one.means.total / sci.ALL_ITEMS, one.means.scales
    between: tuple[float | None, ...] = (mean, None, None)
    if one.total_sd is not None:
        between = mean_between(mean, one.total_sd / sci.ALL_ITEMS, one.people)
    return (one.month, INDEX, one.people, *between, *([None] * 4 if scales is None else [score / sci.ITEMS for score in scales]))
