"""Rows of another tool's export → acts: who did what towards whom and when, or the sentence that says why not.

Only what members do with each other counts. Views, likes and follows are left out by name, for they tie nobody.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import NamedTuple

from flock.domain import members
from flock.ingest import moments, problems, wording
from flock.ingest.log_columns import LogColumns
from flock.ingest.problems import Problem
from flock.ingest.tables import Table

_KINDS = {kind: kind for kind in (*members.TIES, *members.SINGLE_ACTS)} | {
    "comment": "reply",
    "answer": "reply",
    "response": "reply",
    "replied": "reply",
    "message": "answered_message",
    "direct message": "answered_message",
    "dm": "answered_message",
    "introduction": "accepted_intro",
    "intro": "accepted_intro",
    "booking": "joint_booking",
    "met": "co_attendance",
    "meeting": "co_attendance",
    "coattendance": "co_attendance",
    "thanks": "help_thanked",
    "thanked": "help_thanked",
    "topic": "post",
    "attendance": "attended",
}
_NO_TIES = ("like", "follow", "view", "reaction", "visit", "click", "upvote", "emoji")
_YES = wording.YES | {"going", "attending", "attended", "checked in", "check in", "came", "1"}
_OVER = {"past", "over", "done", "finished", "completed", "held", "took place"}
OFFLINE_KINDS = frozenset({"joint_booking", "co_attendance", "attended", "rsvp"})
_LONGEST = 200  # letters of a key or of the name of a meetup


class Act(NamedTuple):
    """What somebody did, in the words of the export."""

    line: int
    who: str
    towards: str | None
    kind: str
    at: datetime
    online: bool
    thread: str | None = None
    meetup: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person who brings in a log says besides: the zone of times without one, and what acts without a kind are."""

    now: datetime
    zone: tzinfo | None = None
    kind: str = "reply"


@dataclass(slots=True)
class Reading:
    """What was read so far. `skipped` counts, by their reason, rows that are right but tell of no act."""

    rows: int = 0
    problems: list[Problem] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def noting(self, line: int, label: Mapping[str, str]) -> Iterator[None]:
        """Note why the row on that line gives no act; `label` names the columns of fields."""
        try:
            yield
        except Skipped as why:
            self.skipped[str(why)] += 1
        except Unfit as unfit:
            name, value, sentence = unfit.finding
            self.problems.append(problems.rejected(line, label.get(name, name), value, sentence))


class Unfit(Exception):
    """Why a row cannot be taken: the field, what stands there, and a sentence."""

    def __init__(self, column: str, value: str, sentence: str) -> None:
        super().__init__(sentence)
        self.finding = (column, value, sentence)


class Skipped(Exception):
    """A row that is right but tells of no act."""


Cells = Callable[[str], str]
"""Gives the cell of a field, "" where there is none."""


@dataclass(frozen=True, slots=True)
class Event:
    """A meetup as a second table tells of it."""

    at: str
    state: str
    place: str


def read(
    table: Table, columns: LogColumns, choices: Choices, reading: Reading, events: Mapping[str, Event] | None = None
) -> Iterator[Act]:
    """Give the acts of a table. What was wrong is in `reading` once all are taken."""
    label = {name: table.header[column] for name, column in columns.fields.items()}
    authors: dict[tuple[str, int], str] = {}
    for chunk in table.chunks():
        reading.rows += chunk.rows
        reading.problems += [row.problem for row in chunk.ragged]
        for line, row in zip(chunk.lines, zip(*chunk.columns, strict=True), strict=True):
            cells = _cells(row, columns.fields, events)
            with reading.noting(line, label):
                yield _act(line, cells, columns, choices, authors)


def read_events(table: Table, columns: Mapping[str, int]) -> dict[str, Event]:
    """Give the meetups of a second table by their key."""
    found = {}
    for chunk in table.chunks():
        for row in zip(*chunk.columns, strict=True):
            cells = _cells(row, columns, None)
            found[cells("event")] = Event(cells("at"), cells("state"), cells("place"))
    return found


def moment(cell: str, choices: Choices, column: str = "at") -> datetime:
    """Read when something happened."""
    if not cell:
        raise Unfit(column, "", "There is no time in this row. Say when it happened.")
    at, why = moments.read(cell, choices.zone)
    if at is None:
        raise Unfit(column, cell, why)
    if at > choices.now:
        raise Unfit(column, cell, "This lies in the future, so it has not happened yet. Is the zone or the year right?")
    return at


def checked(act: Act) -> Act:
    """Refuse what somebody did towards herself."""
    if act.towards is not None and act.towards == act.who:
        raise Unfit("towards", act.who, "She did this towards herself. Name the other one, or leave the row out.")
    return act


def _cells(row: tuple[str, ...], fields: Mapping[str, int], events: Mapping[str, Event] | None) -> Cells:
    def cell(name: str) -> str:
        if name in fields:
            return row[fields[name]].strip()
        if events is not None and name in Event.__slots__:
            event = events.get(row[fields["event"]].strip())
            return getattr(event, name) if event else ""
        return ""

    return cell


def _act(line: int, cells: Cells, columns: LogColumns, choices: Choices, authors: dict[tuple[str, int], str]) -> Act:
    who = _key("who", cells("who"))
    if not who:
        raise Unfit("who", "", "The row does not say who did it. Give each member a key or a name.")
    if columns.form == "gatherings":
        return _came(line, who, cells, columns, choices)
    if columns.form == "posts":
        return checked(_posted(line, who, cells, choices, authors))
    return checked(_did(line, who, cells, choices))


def _did(line: int, who: str, cells: Cells, choices: Choices) -> Act:
    kind = _kind(cells("kind"), choices)
    towards = _key("towards", cells("towards")) or None
    if towards is None and kind in members.TIES:
        raise Unfit("towards", "", "The row does not say towards whom. Name her, or call it a post.")
    said = cells("online")
    online = said.casefold() in wording.YES if said else kind not in OFFLINE_KINDS
    if kind in ("attended", "rsvp"):
        raise Unfit("kind", cells("kind"), "Who came to a meetup is told with the meetup: use the columns member, event, at.")
    towards = None if kind == "post" else towards
    return Act(line, who, towards, kind, moment(cells("at"), choices), online, cells("thread")[:_LONGEST] or None)


def _came(line: int, who: str, cells: Cells, columns: LogColumns, choices: Choices) -> Act:
    event = _key("event", cells("event"))
    if not event:
        raise Unfit("event", "", "The row does not say which meetup. Give each meetup a key or a name.")
    if "response" in columns.fields and cells("response").casefold() not in _YES:
        raise Skipped("did not say yes to the meetup")
    if (state := cells("state").casefold()) and state not in _OVER | _YES:
        raise Skipped("the meetup has not taken place, or not yet")
    if columns.events and not cells("at"):
        raise Unfit("event", event, "The table of meetups does not have this one, so nobody knows when it was.")
    online = cells("online").casefold() in wording.YES
    return Act(line, who, None, "attended", moment(cells("at"), choices), online, None, event, cells("place")[:_LONGEST] or None)


def _posted(line: int, who: str, cells: Cells, choices: Choices, authors: dict[tuple[str, int], str]) -> Act:
    thread = _key("thread", cells("thread"))
    number, answered = cells("number"), cells("reply_to")
    if not thread or not number.isdecimal():
        raise Unfit("number", number, "The row does not say which post of which thread it is. The first post is number 1.")
    authors[thread, int(number)] = who
    at = moment(cells("at"), choices)
    if int(number) == 1:
        return Act(line, who, None, "post", at, True, thread)
    first = authors.get((thread, 1))
    towards = authors.get((thread, int(answered))) if answered.isdecimal() and int(answered) > 0 else first
    if towards is None:
        raise Unfit("reply_to", answered, "The post that it answers is not above it in the file. Sort by thread and number.")
    if towards == who:
        raise Skipped("went on writing below her own post")
    return Act(line, who, towards, "reply", at, True, thread)


def _kind(said: str, choices: Choices) -> str:
    if not said:
        return choices.kind
    word = said.casefold().replace("_", " ").replace("-", " ").strip()
    kind = _KINDS.get(word.replace(" ", "_")) or _KINDS.get(word)
    if kind is None and word.startswith(_NO_TIES):
        raise Unfit("kind", said, "Likes, follows, views and the like tie nobody to anybody, so they are not counted.")
    if kind is None:
        raise Unfit("kind", said, f"This is no kind of act that counts. There are: {', '.join(members.TIES)}, post.")
    return kind


def _key(column: str, text: str) -> str:
    if len(text) > _LONGEST:
        raise Unfit(column, text, f"The key has more than {_LONGEST} letters. Are the columns mixed up?")
    return text
