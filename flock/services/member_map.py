"""What a map shows of members: published hexagons and nothing else. A pass in the address says that a member asks."""

import hashlib
import hmac
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from h3.api import basic_int as h3
from numpy.typing import NDArray

from flock.domain import cells, tiles
from flock.domain.members import Person
from flock.errors import NotFound
from flock.services.accounts import Accounts
from flock.storage import members, published_cells, secrets
from flock.storage.database import Database
from flock.storage.published_cells import Published

# Up to which zoom hexagons are drawn no finer than at a resolution. Coarser ones add up the steps of those that are
# published, so that they tell nothing that the finer ones do not.
_COARSEST = ((4, 3), (6, 4), (8, 5), (9, 6), (tiles.MAX_ZOOM, 7))
_VALID_DAYS = (0, 1)


class _Drawn(NamedTuple):
    """Hexagons of one zoom with the boxes around them: south, west, north, east."""

    boxes: NDArray[np.float64]
    shapes: list[list[Any]]


class MemberMap:
    """Answers the map's tiles. Safe between threads."""

    def __init__(self, db: Database, accounts: Accounts) -> None:
        self._db = db
        self._accounts = accounts

    def pass_for(self, acting: Person, *, now: datetime | None = None) -> str:
        """Give what a member's map sends along: who she is and for which day, sealed. Good until the next night."""
        day = (now or datetime.now(UTC)).date()
        return f"{acting.member_id.hex}.{day:%Y%m%d}.{self._seal(acting.member_id, day)}"

    def tile(self, told_pass: str, *, zoom: int, x: int, y: int, now: datetime | None = None) -> dict[str, Any]:
        """Give the hexagons that touch a tile: each its number, how many live there at least, and its corners.

        Raises:
            NotFound: the pass is not good, or she who had it is not here or hidden. Which of these is not said.
            BadFilter: there is no such tile.
        """
        tiles.check_tile(zoom, x, y)
        self._check(told_pass, now or datetime.now(UTC))
        drawn = _drawn(published_cells.published(self._db), next(level for most, level in _COARSEST if zoom <= most))
        box = tiles.bounds(zoom, x, y)
        south, west, north, east = drawn.boxes.T
        touching = (north > box.south) & (south < box.north) & (east > box.west) & (west < box.east)
        return {"hexagons": [drawn.shapes[i] for i in np.flatnonzero(touching)]}

    def tile_tag(self, *, zoom: int, x: int, y: int) -> str:
        """Give a tag that changes when what is published does."""
        text = f"{published_cells.settled_on(self._db)} {zoom}/{x}/{y}"
        return hashlib.blake2s(text.encode(), digest_size=12).hexdigest()

    def _check(self, told_pass: str, now: datetime) -> None:
        """Take the same steps whatever is wrong."""
        member_text, _, rest = told_pass.partition(".")
        day_text, _, seal = rest.partition(".")
        try:
            member_id = UUID(hex=member_text)
        except ValueError:
            member_id = UUID(int=0)
        days = [now.date() - timedelta(days=ago) for ago in _VALID_DAYS]
        good = any(
            hmac.compare_digest(seal.encode(), self._seal(member_id, day).encode()) and day_text == f"{day:%Y%m%d}"
            for day in days
        )
        if not (members.may_browse(self._db, member_id, now=now) and good):
            raise NotFound("There is no such tile.")

    def _seal(self, member_id: UUID, day: date) -> str:
        key = secrets.key(self._db, "tiles")
        return hmac.new(key, member_id.bytes + day.isoformat().encode(), hashlib.sha256).hexdigest()[:32]


@lru_cache(maxsize=32)
def _drawn(published: Published, finest: int) -> _Drawn:
    counts: dict[int, int] = {}
    for cell, step in published.steps.items():
        coarse = cells.parent(cell, min(finest, cells.resolution(cell)))
        counts[coarse] = counts.get(coarse, 0) + step
    order = sorted(counts, key=lambda cell: (cells.resolution(cell), cell))
    corners = [[[round(lat, 5), round(lon, 5)] for lat, lon in h3.cell_to_boundary(cell)] for cell in order]
    boxes = np.array([[*np.min(shape, axis=0), *np.max(shape, axis=0)] for shape in corners]).reshape(-1, 4)
    return _Drawn(boxes, [[f"{cell:x}", cells.step(counts[cell]), shape] for cell, shape in zip(order, corners, strict=True)])
