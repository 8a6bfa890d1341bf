"""How long a fact about a place stands before somebody should look again."""

from datetime import date, timedelta

ASK_AGAIN = timedelta(days=180)
FADES = timedelta(days=365)


def is_due(checked_on: date | None, today: date) -> bool:
    """Tell whether a fact should be asked about: never confirmed, or not for half a year."""
    return checked_on is None or today - checked_on > ASK_AGAIN


def is_stale(checked_on: date | None, today: date) -> bool:
    """Tell whether a fact is so old that it is shown pale. One that was never confirmed is not: nobody said how old it is."""
    return checked_on is not None and today - checked_on > FADES
