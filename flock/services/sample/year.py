"""The clock of the invented year, its people, and the log that everything they do is noted in."""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flock.domain import hours
from flock.services.sample.members import Member

COLUMNS = ("at", "kind", "actor", "towards", "online", "thread", "meetup", "venue")
UK = ZoneInfo("Europe/London")

_NEVER_ACTS = 0.09
_ACTS_A_WEEK = 1.0  # of an ordinary member; few do much more
_STAFF_ACTS_A_WEEK = 1.4
_STAYS_DAYS = 520.0  # on average, once she has found her way in
_WAKING_HOURS = (7, 22)
_BONDS = {"co_attendance": 0.6, "joint_booking": 1.5}  # what each act adds to a tie; 1.0 where nothing is said
_NOTICED = 0.3  # how much of that the other feels: who helps everybody is not yet everybody's friend

Action = Callable[[datetime], None]


@dataclass(slots=True, eq=False)
class Person:
    """A member as the year sees her. `meets` is how readily she comes to a meetup; `friends` the strength of each tie."""

    key: str
    circle: str
    is_staff: bool
    joined_at: datetime
    leaves_at: datetime
    acts_a_week: float
    meets: float
    posts: int = 0
    friends: dict["Person", float] = field(default_factory=dict)

    def is_here(self, at: datetime) -> bool:
        """Tell whether she takes part at all at that moment."""
        return self.joined_at <= at < self.leaves_at and self.acts_a_week > 0


def liveliness(day: date) -> float:
    """Tell how lively a day is beside an ordinary one: quiet at Christmas, around Easter and in August, full in January and autumn."""
    if (day.month, day.day) >= (12, 20) or (day.month, day.day) <= (1, 3):
        return 0.2
    if day.month == 8 or (day.month == 4 and day.day <= 8):
        return 0.5
    return {1: 1.2, 7: 0.8, 9: 1.15, 10: 1.2}.get(day.month, 1.0)


class MeetingPlace(NamedTuple):
    """A place of a town, as «name, town», with its opening hours or ""."""

    name: str
    hours: str

    def is_open(self, at: datetime) -> bool:
        """Tell whether it is open for an hour from then on; nobody knows better where the hours are unknown."""
        return not self.hours or hours.open_for(self.hours, UK.key, at, 1)


class Year:
    """What happens, in the order in which it happens. Actions plan further actions."""

    def __init__(
        self, rng: Random, members: Sequence[Member], places_of: dict[str, list[MeetingPlace]], *, last_day: date
    ) -> None:
        """Take everybody, and each town's places to meet."""
        self.rng = rng
        self.ends_at = datetime.combine(last_day + timedelta(days=1), time(), UTC)
        self.people = [self._person(member) for member in members]
        self.circles: dict[str, list[Person]] = {}
        self.places: dict[str, list[MeetingPlace]] = {}
        for member, person in zip(members, self.people, strict=True):
            if person.circle:
                self.circles.setdefault(person.circle, []).append(person)
                self.places[person.circle] = places_of.get(member.town.name, [])
        self.log: list[tuple[str, ...]] = []
        self._agenda: list[tuple[datetime, int, Action]] = []
        self._numbers = count()
        self._threads = count(1)
        self._meetups = count(1)

    def _person(self, member: Member) -> Person:
        rng = self.rng
        joined_at = datetime.combine(member.joined_on, time(rng.randrange(8, 21), rng.randrange(60)), UTC)
        pace = _STAFF_ACTS_A_WEEK if member.role != "member" else _ACTS_A_WEEK
        return Person(
            key=member.key,
            circle=member.circle,
            is_staff=member.role != "member",
            joined_at=joined_at,
            leaves_at=self.ends_at if member.role != "member" else joined_at + timedelta(days=rng.expovariate(1 / _STAYS_DAYS)),
            acts_a_week=0.0 if member.role == "member" and rng.random() < _NEVER_ACTS else pace * rng.lognormvariate(-0.3, 0.75),
            meets=rng.betavariate(1.2, 3.5) if member.role == "member" else 0.6,
        )

    def plan(self, at: datetime, action: Action) -> None:
        """Let something happen, unless the year ends before."""
        heapq.heappush(self._agenda, (at, next(self._numbers), action))

    def run(self) -> None:
        """Let everything happen that was planned, and what comes of it."""
        while self._agenda:
            at, _, action = heapq.heappop(self._agenda)
            if at < self.ends_at:
                action(at)

    def new_thread(self) -> str:
        """Give the key of a thread that begins."""
        return f"t{next(self._threads):05d}"

    def new_meetup(self) -> str:
        """Give the key of a meetup that is announced."""
        return f"u{next(self._meetups):05d}"

    def note(
        self,
        at: datetime,
        kind: str,
        actor: Person,
        towards: Person | None = None,
        *,
        online: bool = True,
        thread: str = "",
        meetup: str = "",
        venue: str = "",
    ) -> None:
        """Write down what somebody did; what she did towards somebody ties the two."""
        if towards:
            bond = _BONDS.get(kind, 1.0)
            actor.friends[towards] = actor.friends.get(towards, 0.0) + bond
            towards.friends[actor] = towards.friends.get(actor, 0.0) + bond * (1.0 if kind in _BONDS else _NOTICED)
        where = (thread, meetup, venue)
        self.log.append(
            (f"{at:%Y-%m-%dT%H:%MZ}", kind, actor.key, towards.key if towards else "", "yes" if online else "no", *where)
        )

    def soon(self, at: datetime, *, mean_h: float) -> datetime:
        """Give a moment some hours later at which people are awake."""
        return self.awake(at + timedelta(hours=self.rng.expovariate(1 / mean_h)))

    def awake(self, at: datetime) -> datetime:
        """Give this moment, or one of the next morning where it lies in the night."""
        local = at.astimezone(UK)
        if _WAKING_HOURS[0] <= local.hour < _WAKING_HOURS[1]:
            return at
        morning = datetime.combine(local.date() + timedelta(days=local.hour >= _WAKING_HOURS[1]), time(_WAKING_HOURS[0]), UK)
        return (morning + timedelta(minutes=self.rng.randrange(240))).astimezone(UTC)

    def somewhere(self, places: Sequence[MeetingPlace], at: datetime) -> str:
        """Choose a place that is open then; "" where a few looks find none."""
        looks = [self.rng.choice(places) for _ in range(6)] if places else []
        return next((place.name for place in looks if place.is_open(at)), "")

    def somebody(self, person: Person, among: Sequence[Person], at: datetime) -> Person | None:
        """Choose whom a person turns to: mostly a friend, sometimes a friend's friend, sometimes anybody."""
        rng = self.rng
        for _ in range(6):
            chance = rng.random()
            if person.friends and chance < 0.72:
                chosen = rng.choices(list(person.friends), list(person.friends.values()))[0]
                if chance < 0.17:
                    chosen = rng.choice(list(chosen.friends))
            elif among:
                chosen = rng.choice(among)
            else:
                continue
            if chosen is not person and chosen.is_here(at):
                return chosen
        return None
