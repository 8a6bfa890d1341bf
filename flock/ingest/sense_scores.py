"""A table of SCI-2 scores → months with their means. Scores of single people are summed up while they are read, and leave no trace.

A table has a row for each person, or, with a column of how many answered, a row for each month.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from flock.domain import sense_of_community as sci
from flock.domain.sense_of_community import MOST, MOST_TOTAL, SCALES, Month, Scores
from flock.domain.words import count
from flock.errors import BadTable
from flock.ingest import headers, moments, problems
from flock.ingest.problems import Problem
from flock.ingest.tables import Table

_NAMES = {
    "at": "date, month, at, answered on, answered at, completed on, submitted, timestamp, time, survey date, start date, end date",
    "who": "who, id, pseudonym, respondent, respondent id, participant, participant id, member, member id, code, name",
    "people": "people, n, respondents, answers, responses, participants, count, number",
    "needs": "needs, reinforcement of needs, rn, sci needs, fulfilment of needs, fulfillment of needs",
    "membership": "membership, mb, sci membership",
    "influence": "influence, in, sci influence",
    "bond": "bond, shared emotional connection, emotional connection, sec, connection, sci connection",
    "total": "total, sci, sci 2, sci2, sum, total score, sci total, sci 2 total, score",
}
_SAID = {"at": "date", "people": "answers"}
_ROUNDED = 0.11
"""How far a total may be off the sum of four scores that were each rounded to one digit."""


@dataclass(frozen=True, slots=True)
class Read:
    """The months of a table, what was found wrong with it, and which column was taken for what."""

    months: list[Month]
    problems: list[Problem]
    columns: dict[str, str]


def read(table: Table, *, now: datetime) -> Read:
    """Read a table of scores.

    Raises:
        BadTable: no column of dates, or neither one of totals nor all four scores.
    """
    where = _columns(table)
    found: list[Problem] = []
    people: dict[date, dict[str, tuple[date, Scores]]] = {}
    months: dict[date, Month] = {}
    for chunk in table.chunks():
        found += [row.problem._replace(value="") for row in chunk.ragged]
        for line, row in zip(chunk.lines, zip(*chunk.columns, strict=True), strict=True):
            cells = {name: row[number].strip() for name, number in where.items()}
            try:
                day, scores = _day(cells["at"], now), _scores(cells)
                month = day.replace(day=1)
                if "people" in where:
                    _take(months, Month(month, _people(cells["people"]), scores))
                else:
                    hers = people.setdefault(month, {})
                    key = cells.get("who") or f"line {line}"
                    if key not in hers or hers[key][0] <= day:
                        hers[key] = (day, scores)
            except _Unfit as why:
                found.append(
                    problems.rejected(line, table.header[where[why.column]] if why.column in where else "", "", str(why))
                )
    for month, hers in people.items():
        if len(hers) < sci.LEAST:
            said = f"Of {month:%B %Y} there are scores of {count(len(hers), 'person', 'people')}. Fewer than five are not taken."
            found.append(problems.rejected(0, "", "", said))
        else:
            months[month] = sci.summed(month, [scores for _, scores in hers.values()])
    columns = {_SAID.get(name, name): table.header[number] for name, number in where.items()}
    return Read([months[month] for month in sorted(months)], found, columns)


class _Unfit(Exception):
    """Why a row cannot be taken, and the field that it is about."""

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column = column


def _columns(table: Table) -> dict[str, int]:
    plain = [headers.plain(name) for name in table.header]
    where = {}
    for field, names in _NAMES.items():
        number = next((plain.index(name) for name in names.split(", ") if name in plain), None)
        if number is not None:
            where[field] = number
    if "at" not in where:
        raise BadTable(f"{table.path.name} has no column of dates. Call it «date» or «month».")
    if "total" not in where and not set(SCALES) <= where.keys():
        raise BadTable(
            f"{table.path.name} has neither a column «total» nor all four of needs, membership, influence and bond. Bring in scores, "
            "and not the answers to the items."
        )
    return where


def _day(cell: str, now: datetime) -> date:
    text = f"{cell}-01" if len(cell) == 7 else cell
    at, _ = moments.read(text, UTC)
    if at is None:
        raise _Unfit("at", "This is no date that can be read one way only. Write it like 2026-05-14, or 2026-05 for a month.")
    if at > now:
        raise _Unfit("at", "This lies in the future. Is the year right?")
    return at.date()


def _people(cell: str) -> int:
    if not cell.isdecimal():
        raise _Unfit("people", "How many people answered has to be a whole number.")
    if int(cell) < sci.LEAST:
        raise _Unfit("people", "Fewer than five people answered, so this is not taken.")
    return int(cell)


def _scores(cells: Mapping[str, str]) -> Scores:
    told = [cells.get(name, "") for name in SCALES]
    scales = tuple(_number(name, cell, MOST) for name, cell in zip(SCALES, told, strict=True)) if all(told) else None
    if not cells.get("total"):
        if scales is None:
            raise _Unfit("total", "There is no total in this row, and not all of the four scores.")
        return Scores(sum(scales), scales)
    total = _number("total", cells["total"], MOST_TOTAL)
    if scales is not None and abs(sum(scales) - total) > _ROUNDED * len(scales):
        raise _Unfit("total", "The four scores do not add up to the total. Which of them is right?")
    return Scores(total, scales)


def _number(name: str, cell: str, most: int) -> float:
    try:
        number = float(cell.replace(",", "."))
    except ValueError as error:
        raise _Unfit(name, "This is not a number.") from error
    if not 0 <= number <= most:
        raise _Unfit(name, f"The score goes from 0 to {most}. Is it a mean of items, or of another version of the index?")
    return number


def _take(months: dict[date, Month], one: Month) -> None:
    if one.month in months:
        raise _Unfit("at", f"{one.month:%B %Y} is told twice. Leave one of the two out.")
    months[one.month] = one
