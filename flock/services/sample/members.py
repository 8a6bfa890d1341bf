"""Invents the women of the demo community: what they do, how they like to work, and where roughly they live."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from flock.services.sample import words
from flock.services.sample.towns import TOWNS, Town
from flock.services.sample.venues import PostcodesOf, weighted

COLUMNS = (
    "member", "name", "does", "works", "style", "languages", "can_help", "wants_to_learn", "interests", "postcode", "seen_by", "role",
    "joined_on",
)  # fmt: skip

# Where the community has taken root, the oldest circle first; few live anywhere else.
_CIRCLES = (
    "Bristol", "Leeds", "Brighton", "London", "Manchester", "Glasgow", "Sheffield", "Edinburgh", "Cardiff", "Norwich", "Nottingham", "Belfast",
    "Newcastle upon Tyne", "York", "Bath", "Exeter", "Birmingham", "Oxford", "Liverpool", "Stroud", "Lancaster", "Hastings", "Frome",
)  # fmt: skip
_SHARE_ELSEWHERE = 0.07
_MOST_IN_A_CIRCLE = 45  # beyond that people no longer know each other, and the circle becomes two

_WORKS = {
    "Mo-Fr 09:00-17:00": 12, "Mo-Fr 09:30-17:30": 5, "Mo-Fr 08:00-16:00": 6, "Mo-Fr 09:00-15:00": 10, "Mo-Fr 09:15-14:45": 6, "Mo-Th 09:00-17:00": 6,
    "Mo-Th 09:00-15:00": 5, "Mo-We 09:00-17:00": 4, "Tu-Th 09:30-16:30": 4, "Mo,We,Fr 10:00-16:00": 3, "Tu,Th 09:00-18:00": 2,
    "Mo-Fr 10:00-14:00": 5, "Mo-Fr 10:00-18:30": 4, "Mo-Fr 13:00-18:00": 2, "Mo-Fr 09:30-14:30,20:00-22:00": 2,
    "Mo-Th 18:30-21:30; Sa 10:00-14:00": 2, "We-Su 10:00-16:00": 2,
}  # fmt: skip
_STYLES = {"breaks": 11, "silent": 6, "pair": 3}
_SEEN_BY = {"everyone": 60, "vouched": 17, "groups": 9, "nobody": 14}
_TO_THE_MIDDLE = 1.7  # how much more densely people live near the middle of a town; 1 is all over it alike
_MEMBERS_AN_ORGANISER = 18
_MEMBERS_A_LEAD = 150

# How many joined in the twelve stretches of the year, the founders first: January and autumn bring people, August does not.
_JOINING = (26, 5, 12, 8, 6, 5, 6, 5, 3, 9, 9, 6)


@dataclass(slots=True)
class Member:
    """One invented member. `circle` is the small circle of her town, or "" where there is none."""

    row: dict[str, str]
    town: Town
    circle: str
    joined_on: date

    @property
    def key(self) -> str:
        """Her key in the files."""
        return self.row["member"]

    @property
    def role(self) -> str:
        """What she may do."""
        return self.row["role"]


def invent(rng: Random, postcodes_of: PostcodesOf, *, count: int, days: tuple[date, date]) -> list[Member]:
    """Give members in the order in which they joined, from the first of the days to the last."""
    by_name = {town.name: town for town in TOWNS}
    elsewhere = [town.name for town in TOWNS if town.name not in _CIRCLES]
    sizes = [1 / (rank + 5) for rank in range(len(_CIRCLES))]
    first_day, last_day = days
    joined_on = sorted(_joining_day(rng, first_day, last_day) for _ in range(count))
    in_town: dict[str, int] = {}
    members = []
    for number, day in enumerate(joined_on, 1):
        at_home = rng.random() > _SHARE_ELSEWHERE
        town = by_name[rng.choices(_CIRCLES, sizes)[0] if at_home else rng.choice(elsewhere)]
        before = in_town.get(town.name, 0)
        in_town[town.name] = before + 1
        circle = f"{town.name} {before // _MOST_IN_A_CIRCLE + 1}" if at_home else ""
        postcodes = postcodes_of(town)
        role = _role(number, at_home, before)
        row = _profile(rng, role) | {
            "member": f"m{number:04d}",
            "postcode": postcodes[int(len(postcodes) * rng.random() ** _TO_THE_MIDDLE)][0],
            "role": role,
            "joined_on": str(day),
        }
        members.append(Member({column: row[column] for column in COLUMNS}, town, circle, day))
    return members


def _joining_day(rng: Random, first_day: date, last_day: date) -> date:
    stretch = rng.choices(range(len(_JOINING)), _JOINING)[0]
    share = (stretch + rng.random()) / len(_JOINING)
    return first_day + timedelta(days=int(share * ((last_day - first_day).days + 1)))


def _role(number: int, at_home: bool, before: int) -> str:
    """Make every so many-th member of a circle an organiser, the first of all a lead."""
    if number % _MEMBERS_A_LEAD == 1:
        return "lead"
    return "organiser" if at_home and before % _MEMBERS_AN_ORGANISER == 0 else "member"


def _profile(rng: Random, role: str) -> dict[str, str]:
    language = weighted(rng, {language: weight for language, (weight, _) in words.FIRST_NAMES.items()})
    does = rng.choice(list(words.WORK))
    knows = rng.sample(words.WORK[does], rng.choice((1, 2, 2, 3)))
    does_not_know = [skill for skill in words.SKILLS if skill not in knows]
    languages = ["English"]
    if language and rng.random() < 0.75:
        languages.append(language)
    if rng.random() < (0.7 if "languages" in words.WORK[does] else 0.18):
        languages.append(rng.choice(words.FURTHER_LANGUAGES))
    return {
        "name": rng.choice(words.FIRST_NAMES[language][1]),
        "does": does,
        "works": weighted(rng, _WORKS),
        "style": weighted(rng, _STYLES),
        "languages": _together(dict.fromkeys(languages)),
        "can_help": _together(knows),
        "wants_to_learn": _together(rng.sample(does_not_know, rng.choice((0, 1, 1, 2, 2, 3)))),
        "interests": _together(rng.sample(words.INTERESTS, rng.choice((1, 2, 3, 3, 4, 5)))),
        "seen_by": weighted(rng, _SEEN_BY) if role == "member" else "everyone",
    }


def _together(values: Iterable[str]) -> str:
    return "; ".join(values)
