"""Where people of the demo community meet: tables booked together, the meetups of their circle, and an online room."""

from datetime import UTC, datetime, time, timedelta
from functools import partial
from itertools import combinations

from flock.services.sample.year import UK, Person, Year, liveliness

_MEETUP_HOURS = (9, 10, 10, 13, 18)
_TABLE_HOURS = (9, 10, 10, 11, 13, 14)
_TABLE_FOR = 8  # at a meetup
_ROOM_FOR = 5  # online, beside the host
_FEWEST = 3  # who say that they come; a meetup for fewer is not held
_COMES_AS_SAID = 0.82
_LAST_WORD_H = 16  # before a meetup begins
_FRIENDS_DRAW = 0.35  # how much each friend who goes makes another come
_CIRCLE_FROM = 5  # members who are around; up to here nobody calls a meetup
_EVERY_WEEK_FROM = 12  # smaller circles meet each fortnight


def book_together(year: Year, person: Person, at: datetime, other: Person | None = None) -> None:
    """Book a table for a working day soon, with a friend of her circle if nobody is named."""
    friends = [friend for friend, strength in person.friends.items() if strength >= 2 and friend.circle == person.circle]
    other = other or (year.somebody(person, friends, at) if friends else None)
    if not other or not person.circle or other.circle != person.circle:
        return
    day = at.astimezone(UK).date() + timedelta(days=year.rng.randrange(1, 11))
    day -= timedelta(days=max(0, day.weekday() - 4))
    begins = time(year.rng.choice(_TABLE_HOURS), year.rng.choice((0, 30)))
    begins_at = datetime.combine(day, begins, UK).astimezone(UTC)
    venue = year.somewhere(year.places[person.circle], begins_at)

    def sit(at: datetime) -> None:
        if person.is_here(at) and other.is_here(at):
            year.note(at, "joint_booking", person, other, online=False, venue=venue)

    if venue and begins_at > at:
        year.plan(begins_at, sit)


def meet_weekly(year: Year, circle: str, first_monday: datetime) -> None:
    """Let a circle meet on its own day at its own hour, mostly at one of three places that it likes this quarter."""
    if not year.places[circle]:
        return
    rng = year.rng
    after_monday = timedelta(days=rng.choice((1, 2, 3, 3, 4)))
    hour = rng.choice(_MEETUP_HOURS)
    favourites = rng.sample(year.places[circle], min(3, len(year.places[circle])))

    def announce(monday: datetime) -> None:
        year.plan(monday + timedelta(days=7), announce)
        around = [person for person in year.circles[circle] if person.is_here(monday)]
        week = monday.isocalendar().week
        if week % 13 == 0:
            favourites[week // 13 % len(favourites)] = rng.choice(year.places[circle])
        rests = len(around) < _CIRCLE_FROM or (len(around) < _EVERY_WEEK_FROM and week % 2)
        if not rests and rng.random() < liveliness(monday.date()):
            begins_at = datetime.combine(monday.date() + after_monday, time(hour), UK).astimezone(UTC)
            venue = year.somewhere(favourites, begins_at) or year.somewhere(year.places[circle], begins_at)
            if venue:
                _meetup(year, around, monday, begins_at, venue=venue)

    year.plan(first_monday, announce)


def _meetup(year: Year, around: list[Person], announced_at: datetime, begins_at: datetime, *, venue: str) -> None:
    rng, meetup = year.rng, year.new_meetup()
    host = rng.choice([person for person in around if person.is_staff] or around)
    going = [host]
    for person in rng.sample(around, len(around)):
        friends_going = sum(friend in person.friends for friend in going)
        if person is not host and len(going) < _TABLE_FOR and rng.random() < person.meets * (0.6 + _FRIENDS_DRAW * friends_going):
            going.append(person)
    if len(going) < _FEWEST:
        return
    minutes = int((begins_at - announced_at).total_seconds() // 60)
    for person in going[1:]:
        says_at = year.awake(announced_at + timedelta(minutes=rng.randrange(minutes - 60 * _LAST_WORD_H)))
        year.plan(says_at, partial(year.note, kind="rsvp", actor=person, online=False, meetup=meetup, venue=venue))

    def begin(at: datetime) -> None:
        come = [person for person in going if person.is_here(at) and (person is host or rng.random() < _COMES_AS_SAID)]
        _sit_together(year, come, at, online=False, meetup=meetup, venue=venue)

    year.plan(begins_at, begin)


def open_room_weekly(year: Year, first_at: datetime) -> None:
    """Let people of all circles work in silence in one online room, an organiser with them."""

    def open_room(at: datetime) -> None:
        year.plan((at.astimezone(UK) + timedelta(days=7)).astimezone(UTC), open_room)
        here = [person for person in year.people if person.is_here(at)]
        hosts = [person for person in here if person.is_staff]
        if hosts and year.rng.random() < liveliness(at.date()):
            host = year.rng.choice(hosts)
            guests = [person for person in year.rng.sample(here, min(_ROOM_FOR, len(here))) if person is not host]
            _sit_together(year, [host, *guests], at, online=True, meetup=year.new_meetup(), venue="")

    year.plan(first_at, open_room)


def _sit_together(year: Year, come: list[Person], at: datetime, *, online: bool, meetup: str, venue: str) -> None:
    for person in come:
        year.note(at, "attended", person, online=online, meetup=meetup, venue=venue)
    for one, other in combinations(come, 2):
        year.note(at, "co_attendance", one, other, online=online, meetup=meetup, venue=venue)
