"""A member: how she likes to work, who may see her, and the hexagon that stands for her home."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from h3.api import basic_int as h3

from flock.domain.positions import LatLon

STYLES = ("silent", "breaks", "pair")
"""How she likes to work beside others: in silence, with a chat at breaks, or together on something."""

SEEN_BY = ("nobody", "groups", "vouched", "everyone")
"""Who may see her. Everyone starts hidden, so the first is the default."""

ROLES = ("member", "organiser", "lead")
"""What she may do; each includes the ones before it. The first is the default."""

STATUSES = ("company", "open")
"""Whether she looks for somebody to work with: «want company» or «open». Where neither holds, or no more, it is «not now»."""

MOST_LETTERS_OF_NAME = 40
MOST_LETTERS_OF_LINE = 120

HOME_RESOLUTION = 7

TIES = ("reply", "answered_message", "accepted_intro", "joint_booking", "co_attendance", "help_thanked")
"""What one member does towards another. The last is done by the one who helped and was thanked. Views, likes and follows are none."""

SINGLE_ACTS = ("post", "rsvp", "attended")
"""What a member does towards nobody in particular, which others may answer."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who acts: who she is and what she may do, as read from the database a moment ago."""

    member_id: UUID
    name: str
    role: str

    def may(self, role: str) -> bool:
        """Tell whether she may do what that role may."""
        return ROLES.index(self.role) >= ROLES.index(role)


class Standing(NamedTuple):
    """Why somebody is not here: «paused» or «banned» by a lead, «left» by herself, and until when; None is for good."""

    state: str
    until: datetime | None


def home_cell(position: LatLon) -> int:
    """Give the hexagon that stands for a home: H3 at resolution 7, about 5 km². The position itself must go no further."""
    return int(h3.latlng_to_cell(position.lat, position.lon, HOME_RESOLUTION))


def vouches_needed(members: int) -> int:
    """Give how many of that many members must vouch for somebody new: three, or half of them, but at least one."""
    return min(3, max(1, members // 2))
