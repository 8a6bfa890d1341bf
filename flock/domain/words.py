"""How Flock says things: distances, times, counts and facts in plain British English."""

from collections.abc import Sequence
from datetime import date, datetime, time

from flock.domain.hours import OpenState

METRES_A_MILE = 1609.344
_FRACTIONS = {1: "¼", 2: "½", 3: "¾"}
_AGES = ((14, 1, "days"), (60, 7, "weeks"), (730, 30, "months"))
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

KIND = {
    "cafe": ("café", "cafés"),
    "library": ("library", "libraries"),
    "coworking": ("co-working space", "co-working spaces"),
    "community": ("community centre", "community centres"),
    "hotel": ("hotel lobby", "hotel lobbies"),
    "museum": ("museum or gallery", "museums and galleries"),
    "pub": ("pub", "pubs"),
    "other": ("other place", "other places"),
}
NEED = {
    "wifi": "Wi-Fi",
    "sockets": "sockets",
    "quiet": "quiet",
    "step_free": "step-free",
    "calls": "calls welcome",
    "no_time_limit": "no time limit",
    "low_cost": "low cost",
    "standing_desk": "standing desk",
    "family_room": "family room",
}
# What a card says of each value of a fact; None where there is nothing worth a word.
FACT = {
    "wifi": {"free": "free Wi-Fi", "customers": "Wi-Fi for customers", "paid": "paid Wi-Fi", "no": "no Wi-Fi"},
    "sockets": {"plenty": "plenty of sockets", "few": "a few sockets", "ask": "sockets if you ask", "none": "no sockets"},
    "noise": {"quiet": "quiet", "some": "some noise", "lively": "lively"},
    "time_limit": {"no": "stay as long as you like", "maybe": "time limit when busy", "yes": "time limit"},
    "calls": {"yes": "calls welcome", "no": "no calls"},
    "standing_desk": {"yes": "standing desk", "no": "no standing desk"},
    "wheelchair": {
        "designated": "built for wheelchairs",
        "yes": "step-free",
        "limited": "partly step-free",
        "no": "not step-free",
    },
    "family_room": {"yes": "family or feeding room", "no": "no family room"},
    "price": {"free": "free to sit", "low": "low cost", "middle": "mid-priced", "high": "pricey"},
}
FACT_NAME = {
    "wifi": "Wi-Fi",
    "sockets": "Sockets",
    "noise": "Noise",
    "time_limit": "How long you can stay",
    "calls": "Calls",
    "standing_desk": "Standing desk",
    "wheelchair": "Wheelchair",
    "family_room": "Child or feeding room",
    "price": "Price",
}


def distance(metres: float, *, unit: str) -> str:
    """Say a distance as a person would: "400 m", "1.2 km", "¾ mile", "12 miles"."""
    if unit == "mi":
        quarters = round(metres / METRES_A_MILE * 4)
        if quarters < 1:
            return "under ¼ mile"
        if quarters < 4:
            return f"{_FRACTIONS[quarters]} mile"
        miles = round(metres / METRES_A_MILE, 1) if quarters < 40 else round(metres / METRES_A_MILE)
        return f"{miles:g} mile" if miles == 1 else f"{miles:,g} miles"
    if metres < 50:
        return "under 50 m"
    if metres < 950:
        return f"{round(metres / 50) * 50} m"
    tenths = f"{metres / 1000:.1f}".removesuffix(".0")
    return f"{tenths} km" if metres < 9_950 else f"{metres / 1000:,.0f} km"


def count(number: int, one: str, many: str) -> str:
    """Say a number of things with the right plural."""
    return f"{number:,} {one if number == 1 else many}"


def join(parts: Sequence[str], word: str = "and") -> str:
    """Join words as in a sentence."""
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}" if len(parts) > 1 else "".join(parts)


def wait(seconds: float) -> str:
    """Say how long something will take, as a person would: "a few seconds", "about 40 seconds", "about 3 minutes"."""
    if seconds < 5:
        return "a few seconds"
    if seconds < 90:
        return f"about {max(10, round(seconds / 10) * 10)} seconds"
    if seconds < 5_400:
        return f"about {count(round(seconds / 60), 'minute', 'minutes')}"
    return f"about {count(round(seconds / 3_600), 'hour', 'hours')}"


def opening(state: OpenState, now: datetime) -> str:
    """Say whether a place is open and until when; `now` must be in the place's own time zone."""
    if state.is_open:
        return "open all hours" if state.changes_at is None else f"open until {_moment(state.changes_at, now)}"
    return "closed" if state.changes_at is None else f"closed, opens {_moment(state.changes_at, now)}"


def freshness(checked_on: date | None, today: date) -> str:
    """Say how long ago somebody checked the facts."""
    if checked_on is None:
        return "not checked yet"
    days = (today - checked_on).days
    if days < 2:
        return "checked yesterday" if days == 1 else "checked today"
    for below, unit_days, unit in _AGES:
        if days < below:
            return f"checked {days // unit_days} {unit} ago"
    return f"checked {days // 365} years ago"


def capital(text: str) -> str:
    """Begin a text with a capital and leave the rest: "free Wi-Fi" becomes "Free Wi-Fi"."""
    return text[:1].upper() + text[1:]


def mid_sentence(label: str) -> str:
    """Give a label as it stands inside a sentence: "Sockets" small, "Wi-Fi" as it is."""
    return label if label[1:] != label[1:].lower() else label.lower()


def day(when: date) -> str:
    """Say a day: "14 May 2026"."""
    return f"{when.day} {when:%b %Y}"


def clock(moment: datetime | time) -> str:
    """Say a time of day: "9:30", "18:00"; the end of a day is "midnight"."""
    return "midnight" if (moment.hour, moment.minute) == (0, 0) else f"{moment.hour}:{moment.minute:02d}"


def _moment(then: datetime, now: datetime) -> str:
    days = (then.date() - now.date()).days
    if days == 0 or (days == 1 and then.hour < 6 and now.hour >= 6):
        return clock(then)
    if days == 1:
        return f"tomorrow {clock(then)}"
    if days < 7:
        return f"{_DAYS[then.weekday()]} {clock(then)}"
    return f"{_DAYS[then.weekday()]} {then.day} {then:%b}"
