"""A real community in which every text that anybody may write is one that other programs take for code.

Each text ends with a mark, its number and what it is of, so that a test that reads a page can tell which texts stand there.
"""

import csv
import itertools
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pyarrow as pa

from flock.config import Settings
from flock.domain import members
from flock.domain import sign_in as claims
from flock.domain.members import Person
from flock.domain.positions import LatLon
from flock.parts import Parts, open_parts
from flock.storage import interactions, people, talks
from flock.storage.interactions import Act
from tests.app.conftest import join, said_of
from tests.browser.test_hostile_names import PAYLOADS
from tests.conftest import ROOT

MORE = [
    "{{ self.__init__.__globals__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{% for x in range(9) %}x{% endfor %}",
    "{%- raw -%}",
    "{{",
    "}}",
    "#{7*7}",
    "<%= 7*7 %>",
    "${7*7}",
    "${{7*7}}",
    "`${alert`1`}`",
    "\\`${window.flock_was_here=1}\\`",
    "\\\\`;window.flock_was_here=1;//",
    "';window.flock_was_here=1;//",
    "\\u003cscript\\u003ewindow.flock_was_here=1\\u003c/script\\u003e",
    "<math><mi xlink:href='javascript:window.flock_was_here=1'>x</mi></math>",
    "<details open ontoggle=window.flock_was_here=1>",
    "<img src='http://pixel.example/q.png'>",
    "<link rel=stylesheet href=http://pixel.example/x.css>",
    "<meta http-equiv=refresh content='0;url=http://pixel.example'>",
    "<base href=http://pixel.example/>",
    "<form action=http://pixel.example><input autofocus onfocus=window.flock_was_here=1>",
    "]]><script>window.flock_was_here=1</script>",
    "![x](//pixel.example/r.png)",
    "[x]: http://pixel.example/s.png",
    "<http://pixel.example>",
    ":smile: :red-background[x] :blue-badge[x]",
    "$$\\href{javascript:window.flock_was_here=1}{x}$$",
    "| a | b |",
    "> quote",
    "1. one",
    "+1+1",
    "-2+3",
    "@A1",
    '=IMPORTXML("http://pixel.example","//a")',
    "=cmd|'/C calc'!A0",
    '" OR 1=1 --',
    "x'); ATTACH 'y' AS z; --",
    "a,b;c|d",
    "%0d%0aSet-Cookie: a=b",
    "../../../../etc/passwd",
    "\u200bzero\u200dwidth\u2060",
    "\u2066isolate\u2069 \u202dleft",
    "Z\u0334\u0335\u0336a\u0337l\u0338go",
    "👩🏽‍💻 🏳️‍🌈 🐦",
    "NULL",
    "w" * 120,
]
TEXTS = [*PAYLOADS, *MORE]
NAMES_OF_GROUPS = [text for text in TEXTS if len(text) < 45 and text.isprintable()][::11]


def marked(number: int, of: str) -> str:
    """Give a text with its mark."""
    return f"{TEXTS[number % len(TEXTS)]} {number % len(TEXTS):02d}-{of}"


def build(folder: Path, gazetteer: Path) -> Path:
    """Give a database in which all of that was written by the app's own services, where there is one to write it."""
    file = folder / "flock.duckdb"
    _places(folder, file)
    parts = open_parts(Settings(database=file, gazetteer=gazetteer, backup_folder=folder / "backups"))
    parts.first_start.wait(60)
    for who in ("member", "organiser", "lead"):
        join(parts, who)
    with parts.db.writing() as cursor:
        for n, who in enumerate(("lead", "organiser")):
            cursor.execute("UPDATE member SET name = ? WHERE name = ?", [marked(9 + n, "name"), who])
    me = {who: _person(parts, who) for who in ("member", "organiser", "lead")}
    _people(parts)
    with parts.db.reading() as cursor:
        rows = cursor.execute("SELECT member_id, name FROM member WHERE member_key LIKE 'h%' ORDER BY member_key").fetchall()
    others = [Person(member_id, name, "member") for member_id, name in rows]
    with parts.db.reading() as cursor:
        venue_ids = [one for (one,) in cursor.execute("SELECT venue_id FROM venue ORDER BY natural_key").fetchall()]
    _words(parts, me, others)
    _about_places(parts, me, others, venue_ids)
    parts.db.close()
    return file


def _places(folder: Path, file: Path) -> None:
    table = folder / "places.csv"
    with table.open("w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out)
        rows.writerow(["name", "kind", "address", "town", "lat", "lon", "source", "phone", "hours", "licence"])
        for n in range(len(TEXTS)):
            texts = {of: marked(n, of) for of in ("place", "address", "town", "source", "phone", "hours", "licence")}
            lat, lon = 53.8 + (n % 9) * 0.002, -1.55 + (n // 9) * 0.003
            rows.writerow([texts["place"], "cafe", texts["address"], texts["town"], lat, lon, *list(texts.values())[3:]])
    environment = {**os.environ, "FLOCK_DATABASE": str(file), "FLOCK_TILES_URL": ""}
    command = [sys.executable, "-m", "flock", "import-venues", str(table)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)


def _person(parts: Parts, who: str) -> Person:
    person = parts.accounts.person(parts.sign_ins.member(claims.read(said_of(who))))  # type: ignore[arg-type]
    assert person is not None
    return person


def _people(parts: Parts) -> None:
    """Members who live where the others do, each with one of the texts in everything she says of herself."""
    count, cell = len(TEXTS), members.home_cell(LatLon(53.8, -1.55))
    lists = {
        name: pa.array([[marked(n, of)] for n in range(count)], pa.list_(pa.string()))
        for name, of in (("languages", "language"), ("can_help", "help"), ("wants_to_learn", "learn"), ("interests", "interest"))
    }
    table = {
        "member_key": pa.array([f"h{n:03d}" for n in range(count)]),
        "name": pa.array([marked(n, "name") for n in range(count)]),
        "does": pa.array([marked(n, "does") for n in range(count)]),
        "works": pa.array(["Mo-Fr 09:00-17:00"] * count),
        "style": pa.array(["breaks"] * count),
        **lists,
        "home_cell": pa.array([cell] * count, pa.int64()),
        "seen_by": pa.array(["everyone"] * count),
        "role": pa.array(["member"] * count),
        "joined_on": pa.array([date.today() - timedelta(days=20)] * count, pa.date32()),
    }
    people.add_members(parts.db, pa.table(table), sample=False)
    with parts.db.writing() as cursor:
        cursor.execute(
            "UPDATE member SET works = 'Mo-Fr 09:00-17:00', can_help = list_transform(range(12), n -> 'x' || n), interests = ["
            + ",".join("?" * 9) + "] WHERE member_key NOT LIKE 'h%' OR member_key IS NULL",
            [marked(n, "interest") for n in range(9)],
        )  # fmt: skip
    parts.people.settle()


def _words(parts: Parts, me: dict[str, Person], others: list[Person]) -> None:
    """Hellos, talks, a group, reports, notes, a decision, introductions, and posts that nobody answered."""
    now, lead, member = datetime.now(UTC), me["lead"], me["member"]
    for n, other in enumerate(others):
        parts.waves.send(other, lead.member_id, marked(n, "hello"))
        parts.safety.report(other, member.member_id, place="card", reason="other", text=marked(n, "report"))
    opened: list[UUID] = []
    for waiting in parts.waves.towards(lead)[:6]:
        opened.append(parts.waves.answer(lead, waiting.wave_id, yes=True))  # type: ignore[arg-type]
    first = parts.messages.talk(lead, opened[0])
    with parts.db.writing() as cursor:
        for n in range(len(TEXTS)):
            talks.add(cursor, first.others[0], opened[0], marked(n, "message"), now=now - timedelta(minutes=90 - n))
    friends = [parts.messages.talk(lead, one).others[0] for one in opened[:4]]
    for name in NAMES_OF_GROUPS:
        parts.messages.start_group(lead, f"{name} {TEXTS.index(name):02d}-group", friends[:2])
    for n, report in enumerate(parts.moderation.queue(lead)[:4]):
        parts.moderation.note(lead, report.report_id, marked(n, "note"))
    decided = parts.moderation.queue(lead)[0]
    parts.moderation.decide(lead, decided.report_id, "note", text=marked(9, "decision"))
    for other in others[5:9]:
        parts.introductions.suggest(lead, member.member_id, other.member_id, effect=marked(5, "effect"))
    with parts.db.writing() as cursor:
        posts = [
            Act(now - timedelta(hours=30 + n), "post", other.member_id, thread=f"t{n}") for n, other in enumerate(others[:20])
        ]
        ties = [
            Act(now - timedelta(days=2 + n), "reply", one.member_id, towards_id=other.member_id, thread=f"r{n}")
            for n, (one, other) in enumerate(itertools.pairwise(others[20:42]))
        ]
        interactions.add(cursor, [*posts, *ties])


def _about_places(parts: Parts, me: dict[str, Person], others: list[Person], venue_ids: list[UUID]) -> None:
    for n, venue_id in enumerate(venue_ids[:12]):
        parts.suggestions.suggest(me["member"], venue_id, {"address": marked(n * 5, "wanted")}, note=marked(n * 5 + 1, "remark"))
        opened = parts.venue_editing.open(me["organiser"], venue_id)
        parts.venue_editing.save(me["organiser"], venue_id, {"phone": marked(n * 5 + 2, "edited")}, seen=opened.values)
    for queued in parts.suggestions.queue(me["organiser"])[:2]:
        parts.suggestions.decline(me["organiser"], queued.suggestion.suggestion_id, answer=marked(3, "answer"))
