"""Questions about members, each of which begins with `visible_members.sql`: who exists for the one who looks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from flock.domain.visibility import Wish
from flock.storage import published_cells, standings, statements
from flock.storage.database import Database, sql
from flock.storage.published_cells import Published
from flock.storage.standings import Unchanged
from flock.storage.statements import Cursor

# Where a question is about some members only, nobody else is looked at: a tenth of the time among a million.
_ASKED_FOR = "(SELECT * FROM member WHERE member_id IN (SELECT unnest($ids::UUID[])))"
_OWN_IS_MADE_OF = (
    *("member", "standing", "account", "vouch", "group_member", "member_group", "meeting_wish", "active_day"),
    *("cells_settled", "published_cell", "cell_level"),
)
_MOST_KEPT = 5_000
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


def visible_text(question: str, **more: str) -> str:
    """Give the text of a question that begins with who exists for the one who looks."""
    text = sql(question)
    among = _ASKED_FOR if "$ids" in text else "member"
    return text.format(visible=sql("visible_members").format(among=among), **more)


def visible(db: Database, looking: UUID, ids: Sequence[UUID], *, now: datetime) -> list[Member]:
    """Give those of these members who exist for the one who looks, in the order of the ids."""
    return _members(db, "visible", looking, ids, now)


def known(db: Database, looking: UUID, ids: Sequence[UUID], *, now: datetime) -> list[Member]:
    """Give those who exist for her or have shown themselves to her by a wave or a talk, in the order of the ids."""
    return _members(db, "known", looking, ids, now)


def to_meet(db: Database, looking: UUID, ids: Sequence[UUID], *, now: datetime, again_after: datetime) -> list[UUID]:
    """Give those whom she may be shown as somebody new, in the order of the ids. What was before `again_after` is forgotten."""
    params = {"looking": looking, "now": now, "ids": list(ids), "again_after": again_after}
    found = {row[0] for row in _ask(db, "members_to_meet", params)}
    return [member_id for member_id in ids if member_id in found]


def may_browse(db: Database, looking: UUID, *, now: datetime) -> bool:
    """Tell whether a member may look at others: she is here and not hidden herself."""
    return bool(_ask(db, "members_may_browse", {"looking": looking, "now": now})[0][0])


@dataclass(frozen=True, slots=True)
class _Kept:
    """Those who asked since anything changed that this is made of."""

    revision: int
    unchanged: Unchanged
    owns: dict[UUID, Own | None] = field(default_factory=dict)


_kept: WeakKeyDictionary[Database, _Kept] = WeakKeyDictionary()


def own(db: Database, looking: UUID, *, now: datetime) -> Own | None:
    """Give what a member's own questions begin with, None where she is no member. A page asks for it several times."""
    kept, revision = _kept.get(db), db.revision(*_OWN_IS_MADE_OF)
    if kept is None or kept.revision != revision or not kept.unchanged.holds(now) or len(kept.owns) >= _MOST_KEPT:
        kept = _kept[db] = _Kept(revision, standings.unchanged(db, now))
    if looking not in kept.owns:
        kept.owns[looking] = _read_own(db, looking, now)
    return kept.owns[looking]


def _read_own(db: Database, looking: UUID, now: datetime) -> Own | None:
    with db.reading() as cursor:
        cursor.execute(visible_text("members_own"), {"looking": looking, "now": now})
        row = _named(cursor)
        if not row:
            return None
        groups = tuple(cursor.execute(sql("members_own_groups"), {"looking": looking}).fetchall())
        wish = cursor.execute(sql("members_wish"), {"looking": looking}).fetchone()
    sample = row[0].pop("sample")
    seen = _member(published_cells.published(db), row[0])
    return Own(seen, sample, row[0]["seen_by"], row[0]["home_cell"], groups, _wish(wish))


def visible_ids(db: Database, looking: UUID, ids: Sequence[UUID], *, now: datetime) -> list[UUID]:
    """Give the ids of those who exist for the one who looks, in no order."""
    return [row[0] for row in _ask(db, "members_visible_ids", {"looking": looking, "now": now, "ids": list(ids)})]


def apart(db: Database, looking: UUID) -> list[UUID]:
    """Give those from whom a block keeps a member, whoever of the two made it."""
    return [row[0] for row in db.rows("blocks_around", {"looking": looking})]


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


def _members(db: Database, relation: str, looking: UUID, ids: Sequence[UUID], now: datetime) -> list[Member]:
    if not ids:
        return []
    columns = ", ".join(("seen.member_id", *_PLAIN, "home_cell")).replace("status_until", _UNTIL)
    columns += ", active_day.day AS active_on, vouched.member_id IS NOT NULL AS is_vouched"
    with db.reading() as cursor:
        asked = visible_text("members_among", relation=relation, columns=columns)
        cursor.execute(asked, {"looking": looking, "now": now, "ids": list(ids)})
        published = published_cells.published(db)
        found = {row["member_id"]: _member(published, row) for row in _named(cursor)}
    return [found[member_id] for member_id in ids if member_id in found]


def _ask(db: Database, question: str, params: dict[str, Any]) -> list[tuple[Any, ...]]:
    with db.reading() as cursor:
        return cursor.execute(visible_text(question), params).fetchall()


def _named(cursor: Cursor) -> list[dict[str, Any]]:
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in statements.rows(cursor)]


def _member(published: Published, row: dict[str, Any]) -> Member:
    """Make a member of a row. Her hexagon stays here; what goes on is the published one around it."""
    seen: dict[str, Any] = {name: tuple(one or ()) if name in _LISTS else one for name, one in row.items()}
    home = seen.pop("home_cell")
    seen.pop("seen_by", None)
    return Member(**seen, shown=published.shown(home))


def _wish(row: tuple[Any, ...] | None) -> Wish:
    if row is None:
        return Wish()
    styles, languages, shared_hours, active, vouched, group_id = row
    return Wish(frozenset(styles or ()), frozenset(languages or ()), shared_hours or 0, active or "", bool(vouched), group_id)
