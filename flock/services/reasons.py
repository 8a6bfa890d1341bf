"""Why two people, in words a friend would use; the strongest reasons that say something about these two come first."""

from collections.abc import Iterable

from flock.domain import words, working_week
from flock.domain.fit import Fit
from flock.storage.members import Member

_ALIKE = {
    "silent": "You both like to work in silence.",
    "breaks": "You both like a chat at breaks.",
    "pair": "You both like to work on something together.",
}
_MOST_NAMED = 2
# A bar says how much; what two people could do for each other says more than that both work on Mondays.
_TELLING = {"skills": 3.0, "interests": 2.0, "hours": 1.0, "style": 1.2, "places": 0.5}


def of(me: Member, other: Member, fit: Fit, *, most: int = 2) -> list[str]:
    """Give sentences, the most telling first."""
    said = {
        "skills": _skills(me, other),
        "interests": _interests(me, other),
        "hours": _hours(me, other),
        "style": _ALIKE.get(me.style or "", "") if me.style == other.style else "",
        "places": "There are places that both of you reach in twenty minutes." if fit.bars["places"] > 0 else "",
    }
    order = sorted(said, key=lambda part: -fit.bars[part] * _TELLING[part])
    return [said[part] for part in order if said[part]][:most]


def shared_times(me: Member, other: Member) -> working_week.Week:
    """Give the half-hours of a week in which both work."""
    return working_week.shared(working_week.week(me.works), working_week.week(other.works))


def _skills(me: Member, other: Member) -> str:
    hers, mine = _both(other.can_help, me.wants_to_learn), _both(me.can_help, other.wants_to_learn)
    if hers and mine:
        return f"She can help you with {words.join(hers)}, and you can help her with {words.join(mine)}."
    if hers:
        return f"She can help with {words.join(hers)}, which you want to learn."
    return f"She wants to learn {words.join(mine)}, which you can help with." if mine else ""


def _interests(me: Member, other: Member) -> str:
    both = _both(me.interests, other.interests)
    return f"You both like {words.join(both)}." if both else ""


def _hours(me: Member, other: Member) -> str:
    when = working_week.in_words(shared_times(me, other))
    return f"You both work {'on ' if when and when[0].isupper() else ''}{when}." if when else ""


def _both(some: Iterable[str], others: Iterable[str]) -> list[str]:
    there = set(others)
    return [one for one in some if one in there][:_MOST_NAMED]
