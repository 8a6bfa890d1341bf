"""A member: how she likes to work, who may see her, and the hexagon that stands for her home."""

from h3.api import basic_int as h3

from flock.domain.positions import LatLon

STYLES = ("silent", "breaks", "pair")
"""How she likes to work beside others: in silence, with a chat at breaks, or together on something."""

SEEN_BY = ("nobody", "groups", "vouched", "everyone")
"""Who may see her. Everyone starts hidden, so the first is the default."""

ROLES = ("member", "organiser", "lead")
"""What she may do. The first is the default."""

HOME_RESOLUTION = 7

TIES = ("reply", "answered_message", "accepted_intro", "joint_booking", "co_attendance", "help_thanked")
"""What one member does towards another. The last is done by the one who helped and was thanked. Views, likes and follows are none."""

SINGLE_ACTS = ("post", "rsvp", "attended")
"""What a member does towards nobody in particular, which others may answer."""


def home_cell(position: LatLon) -> int:
    """Give the hexagon that stands for a home: H3 at resolution 7, about 5 km². The position itself must go no further."""
    return int(h3.latlng_to_cell(position.lat, position.lon, HOME_RESOLUTION))
