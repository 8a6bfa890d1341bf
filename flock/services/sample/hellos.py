"""What people of the demo community wrote to each other, who says hello just now, and a report that waits, so that nobody finds it empty."""

from datetime import UTC, datetime, timedelta

from flock.domain.talking import WAVE_LASTS
from flock.services.accounts import Accounts
from flock.services.people import People
from flock.storage import people, safety, talks, waves
from flock.storage.database import Database

_PAIRS = 400
_WAVES = 2

_TALKS = (
    (
        "Thank you for yesterday, I got more done than all week.",
        "Me too! Same table next week?",
        "Yes please. I'll bring the extension lead.",
    ),
    (
        "Did the pitch go well?",
        "Better than I feared. They want a second call.",
        "That is a good sign. Shall we go through it before?",
        "I'd love that. Thursday morning?",
    ),
    ("The library is shut on Monday. The café by the station instead?", "Fine with me. From ten?", "Ten it is."),
    ("Which invoicing tool did you say you use?", "A spreadsheet, honestly. I'll show you when we meet.", "Even better."),
    ("I am at the corner table if you want company.", "On my way, twenty minutes.", "Kettle is on, so to speak."),
    ("Your tip about the grant worked!", "No! That's wonderful. Tell me everything on Wednesday."),
)
_NOTES = (
    "Hello! We seem to keep the same hours. Two quiet hours next week?",
    "I saw what you can help with, and I could use a hand. Coffee on me?",
)
_REPORTED = "She wrote to three of us to sell the same course. Not nasty, but not what this is for."


def write(db: Database, *, now: datetime | None = None) -> None:
    """Write talks for pairs who wrote to each other, and hellos for those through whose eyes a visitor may look."""
    at = now or datetime.now(UTC)
    with db.writing() as cursor:
        for number, (one, other, last_at) in enumerate(people.sample_pairs(db, most=_PAIRS)):
            said = _TALKS[number % len(_TALKS)]
            began_at = last_at - timedelta(hours=3 * len(said))
            talk_id = talks.open_pair(cursor, one, other, now=began_at)
            for turn, words in enumerate(said):
                who = (one, other)[(turn + number) % 2]
                talks.add(cursor, who, talk_id, words, now=began_at + timedelta(hours=3 * turn))
            unread = number % 5 == 0
            for who in (one, other):
                talks.set_own(cursor, who, talk_id, read_at=began_at if unread else at)
    _say_hello(db, at)


def _say_hello(db: Database, at: datetime) -> None:
    accounts = Accounts(db)
    asked = People(db, accounts)
    doors = [door.person for door in accounts.demo_people().values()]
    for person in doors:
        own = asked.own(person, now=at)
        ids = [one for one, _ in asked.best(person, now=at)]
        strangers = [one for one in asked.not_met(person, ids, now=at) if one not in {door.member_id for door in doors}]
        with db.writing() as cursor:
            for number, other in enumerate(strangers[3 : 3 + _WAVES]):
                sent_at = at - timedelta(hours=5 + 20 * number)
                waves.send(cursor, other, own.seen.member_id, _NOTES[number], now=sent_at, expires_at=sent_at + WAVE_LASTS)
            if person.role == "organiser" and strangers:
                safety.report(
                    cursor,
                    person.member_id,
                    strangers[-1],
                    place="card",
                    reason="selling",
                    words=_REPORTED,
                    context="",
                    now=at - timedelta(hours=7),
                )
