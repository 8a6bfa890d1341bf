"""How it is for members: four questions of our own, asked once a month, told to leads only in sum (E9).

Each question stands for one side of a sense of community after McMillan and Chavis (1986): being part of it, mattering in it,
being helped by it, and a bond with somebody. The words are ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pandas as pd

from flock.domain.members import Person
from flock.domain.sense_of_community import half_interval
from flock.errors import BadAnswer
from flock.services.accounts import Accounts
from flock.storage import accounts as stored_accounts
from flock.storage import pulse
from flock.storage.database import Database

QUESTIONS = {
    "membership": "When people talk about this community, I think “we”.",
    "influence": "When I suggest something here, somebody picks it up.",
    "needs": "When I am stuck with my work, I find help here.",
    "bond": "There is somebody here I look forward to seeing.",
}
SHORT = {"membership": "“We”", "influence": "Picked up", "needs": "Helped", "bond": "Somebody"}
ANSWERS = ("Not at all", "A little", "Mostly", "Very much")
LEAST = 5
"""Fewer answers are not told."""


@dataclass(frozen=True, slots=True)
class Month:
    """One month's pulse: the number of answers, a table with question, mean, low and high, 0 to 3, and those of all four together."""

    month: date
    answers: int
    table: pd.DataFrame
    overall: tuple[float, float, float]


class Pulse:
    """Asks members and answers leads. Safe between threads."""

    def __init__(self, db: Database, accounts: Accounts) -> None:
        self._db = db
        self._accounts = accounts

    def is_due(self, acting: Person, *, now: datetime | None = None) -> bool:
        """Tell whether a member may answer: once in each calendar month."""
        member_id = self._accounts.check(acting, "member").member_id
        return not pulse.has_answered(self._db, member_id, _month(now))

    def answer(self, acting: Person, answers: Mapping[str, int], *, now: datetime | None = None) -> None:
        """Take a member's answers, which nobody can trace to her.

        Raises:
            NotAllowed: she is no member.
            BadAnswer: a question without an answer, or she answered this month.
        """
        member_id = self._accounts.check(acting, "member").member_id
        if set(answers) != set(QUESTIONS) or not all(value in range(len(ANSWERS)) for value in answers.values()):
            raise BadAnswer("Answer each of the four questions, or none of them.")
        sample = stored_accounts.is_sample(self._db, member_id)
        if not pulse.answer(self._db, member_id, _month(now), dict(answers), sample=sample):
            raise BadAnswer("You have answered this month already. The next pulse is on the first of next month.")

    def months(self, acting: Person, *, now: datetime | None = None) -> list[Month]:
        """Give the months that are over and have at least `LEAST` answers; for leads.

        A month is told when it is over, so that no answer shows in the difference between two looks.

        Raises:
            NotAllowed: she is no lead.
        """
        self._accounts.check(acting, "lead")
        found = pulse.results(self._db, before=_month(now), least=LEAST)
        return [
            Month(
                row["month"],
                int(row["answers"]),
                _table(row),
                mean_between(row["overall"], row["overall_sd"], int(row["answers"])),
            )
            for row in found
        ]

    def answers_so_far(self, acting: Person, *, now: datetime | None = None) -> int:
        """Count this month's answers; for leads.

        Raises:
            NotAllowed: she is no lead.
        """
        self._accounts.check(acting, "lead")
        return pulse.count(self._db, _month(now))


def _month(now: datetime | None) -> date:
    return (now or datetime.now(UTC)).date().replace(day=1)


def mean_between(mean: float, deviation: float, answers: int) -> tuple[float, float, float]:
    """Give a mean from 0 to 3 with the low and the high end of its 95 % interval."""
    half = half_interval(deviation, answers)
    return mean, max(0.0, mean - half), min(3.0, mean + half)


def _table(row: Mapping[str, float]) -> pd.DataFrame:
    answers = int(row["answers"])
    means = [mean_between(row[name], row[f"{name}_sd"], answers) for name in QUESTIONS]
    columns = dict(zip(("mean", "low", "high"), zip(*means, strict=True), strict=True))
    return pd.DataFrame({"question": [SHORT[name] for name in QUESTIONS], **columns})
