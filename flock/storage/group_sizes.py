"""Groups with their members, for measures of each."""

from uuid import UUID

from flock.storage.database import Database


def with_members(db: Database, *, least: int) -> list[tuple[str, frozenset[UUID]]]:
    """Give the groups that have at least so many members, those that a log of another tool told of included, by name."""
    return [(name, frozenset(members)) for name, members in db.rows("group_sizes", {"least": least})]
