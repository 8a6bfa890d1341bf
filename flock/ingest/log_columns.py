"""Which column of another tool's export says who did what, towards whom and when.

A log has one of four forms. Which one is told from its header; the person may choose another, and other columns.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from flock.errors import BadTable
from flock.ingest import headers

FormName = Literal["ties", "gatherings", "posts", "slack"]


@dataclass(frozen=True, slots=True)
class Form:
    """How a log is told: its name for people, and the fields it cannot do without."""

    label: str
    needs: tuple[str, ...]
    may: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """All fields, those that are needed first."""
        return (*self.needs, *self.may)


FORMS: dict[FormName, Form] = {
    "ties": Form("Who did something towards whom", ("who", "towards", "at"), ("kind", "online", "thread")),
    "gatherings": Form("Who came to which meetup", ("who", "event", "at"), ("response", "state", "place", "online")),
    "posts": Form("Posts and replies of a forum", ("who", "thread", "number", "at"), ("reply_to",)),
    "slack": Form("A Slack export", ()),
}
FIELDS: dict[str, str] = {
    "who": "Who",
    "towards": "Towards whom",
    "at": "When",
    "kind": "What she did",
    "online": "Online or not",
    "thread": "Which thread",
    "event": "Which meetup",
    "response": "Did she say yes",
    "state": "Has it taken place",
    "place": "Where",
    "number": "Number of the post in its thread",
    "reply_to": "Number of the post that it answers",
}
_NAMES: dict[str, str] = {
    "who": "src, source, from, from user, from id, sender, sender id, actor, member id, member, user id, user, username, "
    "author, author id, attendee, attendee id, name, person",
    "towards": "dst, target, to, to user, to id, receiver, recipient, recipient id, towards, reply to user, reply to user id, answered",
    "at": "at, event time, event date, starts at, start time, start, happened at, when, time, timestamp, ts, date, datetime, "
    "created at, created, sent at, posted at",
    "kind": "kind, type, action, act, what",
    "online": "online, is online",
    "thread": "topic id, topic, thread id, thread, conversation id, conversation, channel",
    "event": "event id, event, meetup id, meetup, event name, gathering, occasion",
    "response": "response, rsvp, rsvp status, answer, attending, attended",
    "state": "event status, status, state",
    "place": "venue id, venue, place, location",
    "number": "post number, number, position",
    "reply_to": "reply to post number, reply to post, in reply to, reply to",
}
SYNONYMS = {field: {name.strip(): rank for rank, name in enumerate(names.split(","))} for field, names in _NAMES.items()}
_OWN_KEY = ("id", "event id", "meetup id")
_OF_GROUPS = frozenset({"group id", "group name", "urlname", "join mode", "organiser member id", "organizer member id"})
_SINCE = {"created", "created at"}


@dataclass(frozen=True, slots=True)
class LogColumns:
    """The form of a log and the column of each field, counted from 0. With `events`, times and places stand in a second table."""

    form: FormName
    fields: Mapping[str, int]
    events: Mapping[str, int] | None = None


def suggest(header: Sequence[str], *, events: Sequence[str] | None = None) -> LogColumns:
    """Find the form and the columns; `events` is the header of a second table with the times of meetups.

    Raises:
        BadTable: the columns tell of no log.
    """
    found = {field: column for field in FIELDS if (column := _best(header, SYNONYMS[field])) is not None}
    form = _form(found)
    if form is None:
        shown = ", ".join(f"«{name[:30]}»" for name in header[:12] if name)
        raise BadTable(
            f"No column says who did something. The columns are {shown}. Call them src, dst and at, or member, event and at."
        )
    fields = {field: found[field] for field in FORMS[form].fields if field in found}
    beside = _of_events(events) if events and form == "gatherings" else None
    for field in beside or {}:
        if field in ("at", "state", "place"):
            fields.pop(field, None)  # beside an RSVP stands when it was given, not when the meetup is
    return LogColumns(form, fields, beside)


def is_events(header: Sequence[str]) -> bool:
    """Tell whether a table lists meetups: a key and a time, and nobody who came."""
    names = [headers.plain(name) for name in header]
    keyed = any(name in _OWN_KEY for name in names)
    return keyed and not is_groups(header) and _best(header, SYNONYMS["at"]) is not None and _person(names) is None


def is_members(header: Sequence[str]) -> bool:
    """Tell whether a table lists members: a key and the day on which each joined."""
    names = [headers.plain(name) for name in header]
    return "joined" in names or "joined at" in names or "joined on" in names


def is_groups(header: Sequence[str]) -> bool:
    """Tell whether a table says what groups are called: a key and a name, something that only groups have, and no time of a meetup."""
    names = [headers.plain(name) for name in header]
    named = _group_key(names) is not None and "name" in names and bool(_OF_GROUPS & set(names))
    return named and _person(names) is None and not (SYNONYMS["at"].keys() - _SINCE) & set(names)


def groups_columns(header: Sequence[str]) -> dict[str, int]:
    """Give the columns of a table of groups: key and name."""
    names = [headers.plain(name) for name in header]
    key = _group_key(names)
    return {"name": names.index("name")} | ({} if key is None else {"key": key})


def members_columns(header: Sequence[str]) -> dict[str, int]:
    """Give the columns of a table of members: key, joined and, where there are some, name and group."""
    names = [headers.plain(name) for name in header]
    wanted = {
        "key": ("id", "member id", "user id", "member"),
        "joined": ("joined", "joined at", "joined on"),
        "name": ("name",),
        "group": ("group id", "group"),
    }
    columns = {field: names.index(name) for field, known in wanted.items() for name in known[::-1] if name in names}
    if "key" not in columns:
        raise BadTable("The table of members has no column with their keys. Call it «id».")
    return columns


def missing(columns: LogColumns) -> list[str]:
    """Name the fields without which nothing can be taken."""
    beside = columns.events or {}
    return [FIELDS[field] for field in FORMS[columns.form].needs if field not in columns.fields and field not in beside]


def _of_events(header: Sequence[str]) -> dict[str, int]:
    names = [headers.plain(name) for name in header]
    columns = {"event": next(names.index(name) for name in _OWN_KEY if name in names)}
    return columns | {
        field: column for field in ("at", "state", "place") if (column := _best(header, SYNONYMS[field])) is not None
    }


def _group_key(names: Sequence[str]) -> int | None:
    return next((names.index(name) for name in ("group id", "id") if name in names), None)


def _form(found: Mapping[str, int]) -> FormName | None:
    if "who" not in found:
        return None
    if "number" in found and "thread" in found:
        return "posts"
    if "towards" in found and found["towards"] != found["who"]:
        return "ties"
    return "gatherings" if "event" in found else None


def _person(names: Sequence[str]) -> int | None:
    telling = SYNONYMS["who"].keys() - {"name", "source", "from"}
    return next((number for number, name in enumerate(names) if name in telling), None)


def _best(header: Sequence[str], ranks: Mapping[str, int]) -> int | None:
    ranked = [(ranks[name], number) for number, raw in enumerate(header) if (name := headers.plain(raw)) in ranks]
    return min(ranked)[1] if ranked else None
