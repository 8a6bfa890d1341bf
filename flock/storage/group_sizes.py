"""Groups with their members, for measures of each."""

from uuid import UUID

from flock.storage import remembered
from flock.storage.database import Database, sql

Groups = tuple[tuple[str, frozenset[UUID]], ...]


def with_members(db: Database, *, least: int) -> Groups:
    """Give the groups that have at least so many members, those that a log of another tool told of included, by name."""

    def ask() -> Groups:
        return tuple((name, frozenset(members)) for name, members in db.rows("group_sizes", {"least": least}))

    return remembered.answer(db, "group_sizes", (least,), remembered.words(sql("group_sizes")), ask)
