"""What people of the demo community do online: posts and replies, thanks, messages, introductions."""

from datetime import datetime, timedelta
from functools import partial

from flock.services.sample.gatherings import book_together
from flock.services.sample.year import Person, Year, liveliness

_WEEKDAYS = (1.0, 1.1, 1.05, 1.0, 0.8, 0.35, 0.4)
_BUSIEST = 1.4  # no day is livelier than this beside an ordinary one

_SAYS_HELLO = 0.75  # the share of first acts that are a post
_WELCOMED = 0.72  # the share of first posts that somebody answers
_GREETED = 0.35  # the share of those that an organiser answers too: they look out for newcomers
_LEAVES_UNANSWERED = 0.6
_LEAVES_ANSWERED = 0.2
_REPLIES = {0: 20, 1: 30, 2: 24, 3: 14, 4: 8, 6: 4}
_TO_EVERYONE = 0.12  # the share of posts that go to all circles
_ASKS = 0.4  # the share of posts that ask for help
_HELPED = 0.45
_ANSWERS_BACK = 0.42
_COMES_TO_INTRODUCTIONS = 0.35
_ACCEPTS = 0.5


def live(year: Year, person: Person) -> None:
    """Let a member do her first thing a few days after she joined, and then go on at her own pace."""

    def first(at: datetime) -> None:
        if person.is_here(at):
            if year.rng.random() < _SAYS_HELLO:
                _post(year, person, at)
            next_act(at)

    def act(at: datetime) -> None:
        if person.is_here(at):
            if year.rng.random() * _BUSIEST < liveliness(at.date()) * _WEEKDAYS[at.weekday()]:
                _act(year, person, at)
            next_act(at)

    def next_act(at: datetime) -> None:
        year.plan(year.soon(at, mean_h=7 * 24 / person.acts_a_week), act)

    if person.acts_a_week:
        year.plan(year.soon(person.joined_at, mean_h=60), first)


def _act(year: Year, person: Person, at: datetime) -> None:
    chance = year.rng.random()
    if chance < 0.38:
        _post(year, person, at)
    elif chance < 0.8:
        _write(year, person, at)
    else:
        book_together(year, person, at)


def _post(year: Year, author: Person, at: datetime) -> None:
    rng = year.rng
    thread, asks = year.new_thread(), rng.random() < _ASKS
    year.note(at, "post", author, thread=thread)
    author.posts += 1
    audience = year.circles.get(author.circle, [])
    if not author.circle or rng.random() < _TO_EVERYONE:
        audience = year.people
    wanted = rng.choices(list(_REPLIES), list(_REPLIES.values()))[0]
    if author.posts == 1:
        wanted = max(wanted, 1) if rng.random() < _WELCOMED else 0
        _stay_or_leave(year, author, at, answered=wanted > 0)
    answering = dict.fromkeys(year.somebody(author, audience, at) for _ in range(wanted))
    if author.posts == 1 and wanted:
        greeters = [person for person in audience if person.is_staff and person.is_here(at)]
        if greeters and rng.random() < _GREETED:
            answering[rng.choice(greeters)] = None
    for person in answering:
        if person and person is not author:
            _plan_reply(year, person, author, at, thread=thread, helps=asks and rng.random() < _HELPED, depth=0)


def _stay_or_leave(year: Year, author: Person, at: datetime, *, answered: bool) -> None:
    """Nobody's answer is the commonest reason to go."""
    if not author.is_staff and year.rng.random() < (_LEAVES_ANSWERED if answered else _LEAVES_UNANSWERED):
        days = year.rng.expovariate(1 / (90 if answered else 12))
        author.leaves_at = min(author.leaves_at, at + timedelta(days=2 + days))


def _plan_reply(year: Year, person: Person, to: Person, at: datetime, *, thread: str, helps: bool, depth: int) -> None:
    def reply(at: datetime) -> None:
        if not person.is_here(at):
            return
        year.note(at, "reply", person, to, thread=thread)
        if helps:
            year.plan(year.soon(at, mean_h=30), lambda at: year.note(at, "help_thanked", person, to, thread=thread))
        if year.rng.random() < _ANSWERS_BACK * 0.7**depth:
            _plan_reply(year, to, person, at, thread=thread, helps=False, depth=depth + 1)

    year.plan(year.soon(at, mean_h=12), reply)


def _write(year: Year, person: Person, at: datetime) -> None:
    """Write to somebody; a message counts once it is answered, and answers are answered in turn."""
    to = year.somebody(person, year.circles.get(person.circle, []), at)
    if to and year.rng.random() < (0.85 if person.friends.get(to, 0.0) > 1 else 0.45):
        _plan_answer(year, to, person, at, goes_on=0.5)


def _plan_answer(year: Year, person: Person, to: Person, at: datetime, *, goes_on: float) -> None:
    def answer(at: datetime) -> None:
        if person.is_here(at):
            year.note(at, "answered_message", person, to)
            if year.rng.random() < goes_on:
                _plan_answer(year, to, person, at, goes_on=goes_on * 0.75)

    year.plan(year.soon(at, mean_h=8), answer)


def introduce_fortnightly(year: Year, circle: str, first_at: datetime) -> None:
    """Bring strangers of a circle together, two and two."""

    def introduce(at: datetime) -> None:
        year.plan(at + timedelta(days=14), introduce)
        waiting: list[Person] = []
        for person in year.circles[circle]:
            if person.is_here(at) and year.rng.random() < _COMES_TO_INTRODUCTIONS * liveliness(at.date()):
                stranger = next((other for other in waiting if other not in person.friends), None)
                if not stranger:
                    waiting.append(person)
                    continue
                waiting.remove(stranger)
                if year.rng.random() < _ACCEPTS:
                    year.plan(year.soon(at, mean_h=20), partial(_accept, year, person, stranger))

    year.plan(first_at, introduce)


def _accept(year: Year, person: Person, stranger: Person, at: datetime) -> None:
    year.note(at, "accepted_intro", person, stranger)
    if year.rng.random() < 0.75:
        _plan_answer(year, stranger, person, at, goes_on=0.8)
    if year.rng.random() < 0.4:
        book_together(year, person, at + timedelta(days=year.rng.randrange(2, 20)), stranger)
