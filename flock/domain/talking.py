"""What people write to each other: how long it may be, when an answer counts as quick, and what in it is a link."""

import re
from datetime import timedelta

from flock.domain import words
from flock.errors import BadWords

MOST_NOTE = 280
MOST_MESSAGE = 2_000
MOST_REPORT = 2_000
MOST_GROUP_NAME = 60
MOST_IN_A_GROUP = 8

WAVE_LASTS = timedelta(days=14)
AGAIN_AFTER = timedelta(weeks=16)
"""For so long a person who was passed by, or did not answer, is not suggested again."""

LEAST_ANSWERS = 3
"""Fewer answers than this say nothing about how somebody answers."""

_QUICK_H, _SLOW_H = 4, 24
_LINK = re.compile(r"https?://[^\s<>\"'`]{3,300}")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def check(text: str, *, most: int, what: str, may_be_empty: bool = False) -> str:
    """Give words with unseen letters and outer spaces taken off.

    Raises:
        BadWords: nothing is left, or it is too long. Nothing is cut off.
    """
    if len(text) > 50 * most:
        raise _too_long(text, most, what)
    tidy = _UNSEEN.sub("", text.replace("\r\n", "\n")).strip()
    if not tidy and not may_be_empty:
        raise BadWords(f"{what} is empty. Write a few words first.")
    if len(tidy) > most:
        raise _too_long(tidy, most, what)
    return tidy


def pieces(text: str) -> list[tuple[str, bool]]:
    """Cut words into pieces, each with whether it is a link; joined again they are the words."""
    found, at = [], 0
    for link in _LINK.finditer(text):
        found += [(text[at : link.start()], False), (link[0], True)]
        at = link.end()
    found.append((text[at:], False))
    return [(piece, is_link) for piece, is_link in found if piece]


def response_band(hours: list[float]) -> str:
    """Say how somebody usually answers, from the answer that two thirds of hers are quicker than; "" below three answers."""
    if len(hours) < LEAST_ANSWERS:
        return ""
    usual = sorted(hours)[-(-len(hours) * 2 // 3) - 1]
    if usual <= _QUICK_H:
        return "usually answers within hours"
    return "usually answers within a day" if usual <= _SLOW_H else "takes a few days to answer"


def _too_long(text: str, most: int, what: str) -> BadWords:
    return BadWords(f"{what} has {words.count(len(text), 'letter', 'letters')}; {most:,} is the most. Shorten it a little.")
