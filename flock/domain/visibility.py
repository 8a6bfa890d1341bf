"""What a member decides about being seen and met, in words. Who may in fact see whom is `storage/sql/visible_members.sql`."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

ACTIVE = ("today", "this week", "this month")
"""How lately somebody was here: bands, and nothing finer. Longer ago has no name."""
ACTIVE_DAYS = (0, 6, 29)


@dataclass(frozen=True, slots=True)
class Wish:
    """Whom a member wants to meet. It holds in both directions: whom it leaves out neither sees her nor is seen.

    Empty means anybody. `shared_hours` is the least number of hours a week; `active` is one of `ACTIVE` or "".
    """

    styles: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    shared_hours: int = 0
    active: str = ""
    vouched: bool = False
    group_id: UUID | None = None

    @property
    def parts(self) -> list[str]:
        """Name the parts that leave somebody out."""
        named = {
            "styles": bool(self.styles),
            "languages": bool(self.languages),
            "shared_hours": self.shared_hours > 0,
            "active": bool(self.active),
            "vouched": self.vouched,
            "group_id": self.group_id is not None,
        }
        return [name for name, is_set in named.items() if is_set]


def active_band(last: date | None, today: date) -> str:
    """Give the band of a last day, "" for longer ago or never."""
    if last is None:
        return ""
    days = (today - last).days
    return next((name for name, most in zip(ACTIVE, ACTIVE_DAYS, strict=True) if days <= most), "")
