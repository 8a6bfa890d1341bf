"""Groups with their members, for measures of each."""

from uuid import UUID

from flock.storage.database import Database


def with_members(db: Database, *, least: int) -> list[tuple[UUID, str, frozenset[UUID]]]:
    """Give the groups that have at least so many members, by name."""
    return [(group_id, name, frozenset(members)) for group_id, name, members in db.rows("group_sizes", {"least": least})]
