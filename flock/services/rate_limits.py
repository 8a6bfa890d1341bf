"""How often one person may do what could trouble others."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from flock.errors import TooOften
from flock.storage import rate_use
from flock.storage.database import Database
from flock.storage.statements import Cursor


class Limit(NamedTuple):
    """So many in so long, and how that is said."""

    most: int
    window: timedelta
    said: str


LIMITS = {
    "wave": Limit(10, timedelta(days=1), "You have said hello to ten people today. Leave some for tomorrow."),
    "message": Limit(60, timedelta(hours=1), "That is sixty messages in an hour. Take a breath; what you wrote is still here."),
    "report": Limit(10, timedelta(days=1), "You have sent ten reports today. If somebody is in danger, ring the police on 999."),
    "search": Limit(
        60, timedelta(hours=1), "You have changed your filters sixty times in an hour. They can be changed again in a while."
    ),
    "view": Limit(120, timedelta(hours=1), "You have turned 120 pages of people in an hour. There are more of them in a while."),
    "upload": Limit(60, timedelta(hours=1), "You have uploaded sixty files in an hour. There is room for more in a while."),
    "move": Limit(5, timedelta(days=1), "You have set your place five times today. It can be set again tomorrow."),
}


def take_now(db: Database, member_id: UUID, act: str, *, now: datetime) -> None:
    """Count one more of what has no transaction of its own, whatever becomes of it.

    Raises:
        TooOften: there is none left.
    """
    with db.writing() as cursor:
        take(cursor, member_id, act, now=now)


def take(cursor: Cursor, member_id: UUID, act: str, *, now: datetime) -> None:
    """Count one more, in the transaction of the act itself.

    Raises:
        TooOften: there is none left.
    """
    limit = LIMITS[act]
    if not rate_use.take(cursor, member_id, act, most=limit.most, since=now - limit.window, now=now):
        raise TooOften(limit.said)
