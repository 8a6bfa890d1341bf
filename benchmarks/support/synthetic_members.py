"""Invented members by the million, around the towns of the United Kingdom, with skills and interests that are as unevenly liked as real ones."""

import math
import random

import numpy as np
import pyarrow as pa
from h3.api import basic_int as h3
from numpy.typing import NDArray

from benchmarks.support import synthetic
from flock.domain import members
from flock.domain.members import Person
from flock.services.sample import members as sample_members
from flock.services.sample import words
from flock.storage import people, schema
from flock.storage.database import Database

_SEEN_BY = {"everyone": 0.6, "vouched": 0.17, "groups": 0.09, "nobody": 0.14}
_LANGUAGES = ("English", "Welsh", "Polish", "Urdu", "Spanish", "French", "Arabic", "Hindi")


def fill(db: Database, number: int, *, seed: int, skew: float = 1.1) -> None:
    """Put so many members into a database, a third of a per cent of whom blocked somebody, one in five with a wish.

    Homes lie around towns in proportion to their people; words are drawn by Zipf's law with the exponent `skew`.
    """
    schema.bring_up_to_date(db)
    rng = np.random.default_rng(seed)
    homes = _homes(rng, number)
    works = list(sample_members._WORKS)
    weights = np.array(list(sample_members._WORKS.values()), float)
    people.add_members(
        db,
        pa.table(
            {
                "member_key": [f"s{i:07d}" for i in range(number)],
                "name": np.array(["Ada", "Bea", "Carys", "Dilys", "Esme"])[rng.integers(0, 5, number)],
                "does": rng.choice(list(words.WORK), number),
                "works": np.array(works)[rng.choice(len(works), number, p=weights / weights.sum())],
                "style": rng.choice(members.STYLES, number, p=(0.3, 0.55, 0.15)),
                "seen_by": rng.choice(list(_SEEN_BY), number, p=list(_SEEN_BY.values())),
                "languages": _lists(rng, number, _LANGUAGES, most=2, skew=2.0),
                "can_help": _lists(rng, number, words.SKILLS, most=3, skew=skew),
                "wants_to_learn": _lists(rng, number, words.SKILLS, most=3, skew=skew),
                "interests": _lists(rng, number, words.INTERESTS, most=4, skew=skew),
                "home_cell": pa.array(homes),
                "joined_on": np.datetime64("2026-11-20") - rng.integers(0, 700, number),
            }
        ),
        sample=False,
    )
    with db.writing() as cursor:
        cursor.execute("SELECT setseed(0.5)")
        cursor.execute(_BLOCKS)
        cursor.execute(_WISHES)
        cursor.execute(_VOUCHES)
        cursor.execute(_ACTIVE)


_BLOCKS = """
INSERT INTO block BY NAME
SELECT one.member_id AS blocker_id, other.member_id AS blocked_id, now() AS blocked_at
FROM (SELECT member_id, row_number() OVER () AS place FROM member USING SAMPLE 0.3%) AS one
JOIN (SELECT member_id, row_number() OVER () AS place FROM member USING SAMPLE 0.3%) AS other ON other.place = one.place + 7
"""
_WISHES = """
INSERT INTO meeting_wish BY NAME
SELECT
    member_id, CASE WHEN random() < 0.4 THEN ['silent', 'breaks'] ELSE [] END AS styles,
    CASE WHEN random() < 0.3 THEN ['English'] ELSE [] END AS languages, (random() * 8)::INTEGER AS shared_hours,
    CASE WHEN random() < 0.2 THEN 'this month' ELSE '' END AS active, random() < 0.1 AS vouched, now() AS updated_at
FROM member
WHERE random() < 0.2
"""
_VOUCHES = """
INSERT INTO vouch BY NAME
WITH placed AS (SELECT member_id, row_number() OVER () AS place FROM member)
SELECT voucher.member_id AS voucher_id, member.member_id AS member_id, now() AS vouched_at
FROM (SELECT member_id, place + unnest([1, 2, 3]) AS next FROM placed WHERE place % 3 = 0) AS member
JOIN placed AS voucher ON voucher.place = member.next
"""
_ACTIVE = """
INSERT INTO active_day BY NAME
SELECT member_id, DATE '2026-11-25' - (random() * random() * 90)::INTEGER AS day FROM member
"""


def _homes(rng: np.random.Generator, number: int) -> list[int]:
    towns = synthetic._towns()
    share = np.array([town[3] for town in towns], float)
    lives = rng.choice(len(towns), number, p=share / share.sum())
    lat, lon = (np.array([town[axis] for town in towns])[lives] for axis in (1, 2))
    spread = 0.01 + 0.09 * np.sqrt(share / share.max())[lives]
    lat = lat + spread * rng.standard_normal(number)
    lon = lon + spread * rng.standard_normal(number) / math.cos(math.radians(53))
    return [h3.latlng_to_cell(a, b, members.HOME_RESOLUTION) for a, b in zip(lat, lon, strict=True)]


def _lists(rng: np.random.Generator, number: int, words_: tuple[str, ...], *, most: int, skew: float) -> pa.Array:
    """Draw up to `most` distinct words for each, the first ones far more often than the last."""
    weight = 1 / np.arange(1, len(words_) + 1) ** skew
    drawn: NDArray[np.int64] = rng.choice(len(words_), (number, most), p=weight / weight.sum())
    how_many = rng.integers(0, most + 1, number)
    names = list(words_)
    return pa.array([[names[j] for j in dict.fromkeys(row[:n].tolist())] for row, n in zip(drawn, how_many, strict=True)])


def some(db: Database, number: int) -> list[Person]:
    """Give members who are not hidden and have a home."""
    with db.reading() as cursor:
        found = cursor.execute("SELECT member_id FROM member WHERE seen_by = 'everyone' AND home_cell IS NOT NULL").fetchall()
    return [Person(member_id, "", "member") for (member_id,) in random.Random(5).sample(found, number)]


def touch(db: Database, table: str) -> None:
    """Write to a table without changing it."""
    with db.writing() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE member_id IS NULL")
