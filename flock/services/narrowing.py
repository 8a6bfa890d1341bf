"""By what the leads' page can be narrowed: groups that are large enough to say anything of."""

from uuid import UUID

from flock.storage import group_sizes
from flock.storage.database import Database

LEAST = 5


class Narrowing:
    """Answers what there is to choose from. Safe between threads."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def groups(self) -> dict[str, frozenset[UUID]]:
        """Give the members of each group of five or more, by its name; where two have the same, the second gets a number."""
        found: dict[str, frozenset[UUID]] = {}
        for name, members in group_sizes.with_members(self._db, least=LEAST):
            alike = sum(1 for other in found if other == name or other.startswith(f"{name} ("))
            found[f"{name} ({alike + 1})" if alike else name] = members
        return found
