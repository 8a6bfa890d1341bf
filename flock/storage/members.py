"""Questions about members, each of which begins with `visible_members.sql`: who exists for the one who looks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flock.domain.visibility import Wish
from flock.storage import limits, published_cells, remembered, standings, statements
from flock.storage.database import Database, sql
from flock.storage.published_cells import Published
from flock.storage.statements import Cursor

# Where a question is about some members only, nobody else is looked at: a tenth of the time among a million.
_ASKED_FOR = "(SELECT * FROM member WHERE member_id IN (SELECT unnest($ids::UUID[])))"
_VISIBLE_BY = ("member", "standing", "account", "vouch", "group_member", "block")
_MEETABLE_BY = (*_VISIBLE_BY, "pass", "wave", "talk", "talk_member")
_OWN_IS_MADE_OF = ("member", "standing", "account", "vouch", "group_member", "member_group", "meeting_wish")
_MOST_OWN, _MOST_PAGES = 5_000, 600  # a page of people takes some 30 KB
_UNTIL = "status_until AT TIME ZONE 'UTC' AS status_until"
_LISTS = ("languages", "can_help", "wants_to_learn", "interests")
_PLAIN = (
    "name",
    "does",
    "works",
    "style",
    "languages",
    "can_help",
    "wants_to_learn",
    "interests",
    "role",
    "joined_on",
    "status",
    "status_until",
)


@dataclass(frozen=True, slots=True)
class Member:
    """What others see of a member. `shown` is the published hexagon that stands for her home, None where too few live around it."""

    member_id: UUID
    name: str
    does: str | None
    works: str | None
    style: str | None
    languages: tuple[str, ...]
    can_help: tuple[str, ...]
    wants_to_learn: tuple[str, ...]
    interests: tuple[str, ...]
    role: str
    joined_on: date
    status: str | None
    status_until: datetime | None
    shown: int | None
    active_on: date | None
    is_vouched: bool


@dataclass(frozen=True, slots=True)
class Own:
    """What a member's own questions begin with: how she is seen, who she lets see her, and her own hexagon."""

    seen: Member
    sample: bool
    seen_by: str
    home_cell: int | None
    groups: tuple[tuple[UUID, str], ...]
    wish: Wish


def visible_text(question: str, *, among: str = "", **more: str) -> str:
    """Give the text of a question that begins with who exists for the one who looks: of everybody, or of those of `among`.

    `among` is a relation like `member` with some of its rows, where the question says no `$ids`.
    """
    text = sql(question)
    among = among or (_ASKED_FOR if "$ids" in text else "member")
    return text.format(visible=sql("visible_members").format(among=among), **more)


def visible(db: Database, looking: UUID, ids: Sequence[UUID], *, now: datetime) -> list[Member]:
    """Give those of these members who exist for the one who looks, in the order of the ids."""

    def ask() -> list[dict[str, Any]]:
        return _members(db, "visible", looking, ids, now)

    asked = (looking, *ids, standings.unchanged(db, now))
    return _as_of_today(db, remembered.answer(db, "visible members", asked, _VISIBLE_BY, ask, most=_MOST_PAGES)) if ids else []


def known(db: Database, looking: UUID, ids: Sequence[UUID], *, now: datetime) -> list[Member]:
    """Give those who exist for her or have shown themselves to her by a wave or a talk, in the order of the ids."""
    return _as_of_today(db, _members(db, "known", looking, ids, now)) if ids else []


def to_meet(db: Database, looking: UUID, ids: Sequence[UUID], *, now: datetime, again_after: datetime) -> list[UUID]:
    """Give those whom she may be shown as somebody new, in the order of the ids. What was before `again_after` is forgotten.

    Time alone only brings somebody back; that may take a minute.
    """
    params = {"looking": looking, "now": now, "ids": list(ids), "again_after": again_after}
    asked = (looking, *ids, standings.unchanged(db, now), now.replace(second=0, microsecond=0))
    found = remembered.answer(
        db,
        "members to meet",
        asked,
        _MEETABLE_BY,
        lambda: {row[0] for row in _ask(db, "members_to_meet", params)},
        most=_MOST_PAGES,
    )
    return [member_id for member_id in ids if member_id in found]


def may_browse(db: Database, looking: UUID, *, now: datetime) -> bool:
    """Tell whether a member may look at others: she is here and not hidden herself."""
    return bool(_ask(db, "members_may_browse", {"looking": looking, "now": now})[0][0])


def own(db: Database, looking: UUID, *, now: datetime) -> Own | None:
    """Give what a member's own questions begin with, None where she is no member. A page asks for it several times."""
    asked = (looking, standings.unchanged(db, now))
    found = remembered.answer(db, "own", asked, _OWN_IS_MADE_OF, lambda: _read_own(db, looking, now), most=_MOST_OWN)
    if found is None:
        return None
    row, groups, wish = found
    (seen,) = _as_of_today(db, [row])
    return Own(seen, row["sample"], row["seen_by"], row["home_cell"], groups, wish)


def _read_own(db: Database, looking: UUID, now: datetime) -> tuple[dict[str, Any], tuple[tuple[UUID, str], ...], Wish] | None:
    with db.reading() as cursor:
        cursor.execute(visible_text("members_own"), {"looking": looking, "now": now})
        row = _named(cursor)
        if not row:
            return None
        groups = tuple(cursor.execute(sql("members_own_groups"), {"looking": looking}).fetchall())
        wish = cursor.execute(sql("members_wish"), {"looking": looking}).fetchone()
    return row[0], groups, _wish(wish)


def visible_ids(db: Database, looking: UUID, ids: Sequence[UUID], *, now: datetime) -> list[UUID]:
    """Give the ids of those who exist for the one who looks, in no order."""
    return [row[0] for row in _ask(db, "members_visible_ids", {"looking": looking, "now": now, "ids": list(ids)})]


def apart(db: Database, looking: UUID) -> list[UUID]:
    """Give those from whom a block keeps a member, whoever of the two made it."""
    return [row[0] for row in remembered.rows(db, "blocks_around", {"looking": looking})]


def viewers(db: Database, looking: UUID, *, now: datetime) -> dict[str, UUID]:
    """Give one member of each kind through whose eyes she may look at herself: groups, vouched, everyone."""
    return dict(_ask(db, "seen_viewers", {"looking": looking, "now": now}))


def save_wish(db: Database, looking: UUID, wish: Wish, *, now: datetime, before: Callable[[Cursor], None]) -> None:
    """Keep whom a member wants to meet; `before` is called in the same transaction and may refuse."""
    values = {
        "looking": looking,
        "styles": sorted(wish.styles),
        "languages": sorted(wish.languages),
        "shared_hours": wish.shared_hours,
        "active": wish.active,
        "vouched": wish.vouched,
        "group_id": wish.group_id,
        "now": now,
    }
    with db.writing() as cursor:
        before(cursor)
        statements.run(cursor, "members_save_wish", values)


def were_here(db: Database, looking: UUID, day: date) -> None:
    """Note that a member was here on a day."""
    with db.writing() as cursor:
        statements.run(cursor, "members_were_here", {"looking": looking, "day": day})


def _members(db: Database, relation: str, looking: UUID, ids: Sequence[UUID], now: datetime) -> list[dict[str, Any]]:
    columns = ", ".join(("seen.member_id", *_PLAIN, "home_cell")).replace("status_until", _UNTIL)
    columns += ", vouched.member_id IS NOT NULL AS is_vouched"
    with db.reading() as cursor, limits.within(cursor):
        asked = visible_text("members_among", relation=relation, columns=columns)
        cursor.execute(asked, {"looking": looking, "now": now, "ids": list(ids)})
        found = {row["member_id"]: row for row in _named(cursor)}
    return [found[member_id] for member_id in ids if member_id in found]


def _as_of_today(db: Database, found: Sequence[dict[str, Any]]) -> list[Member]:
    """Make members of rows, with what changes most often: when each was here, and which hexagons are published."""
    ids = [row["member_id"] for row in found]
    active: dict[UUID, date] = dict(remembered.rows(db, "members_active", {"ids": ids})) if ids else {}
    published = published_cells.published(db)
    return [_member(published, row, active.get(row["member_id"])) for row in found]


def _ask(db: Database, question: str, params: dict[str, Any]) -> list[tuple[Any, ...]]:
    return limits.rows(db, visible_text(question), params)


def _named(cursor: Cursor) -> list[dict[str, Any]]:
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in statements.rows(cursor)]


def _member(published: Published, row: dict[str, Any], active_on: date | None) -> Member:
    """Make a member of a row. Her hexagon stays here; what goes on is the published one around it."""
    seen: dict[str, Any] = {
        name: tuple(row[name] or ()) if name in _LISTS else row[name] for name in ("member_id", *_PLAIN, "is_vouched")
    }
    return Member(**seen, active_on=active_on, shown=published.shown(row["home_cell"]))


def _wish(row: tuple[Any, ...] | None) -> Wish:
    if row is None:
        return Wish()
    styles, languages, shared_hours, active, vouched, group_id = row
    return Wish(frozenset(styles or ()), frozenset(languages or ()), shared_hours or 0, active or "", bool(vouched), group_id)
