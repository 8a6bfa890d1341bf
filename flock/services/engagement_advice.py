"""What would help this week: who waits for an answer, fell silent or knows nobody, and whom to introduce to whom."""

import numpy as np
import pandas as pd

from flock.domain import measures_introductions as introductions
from flock.domain import measures_network as network
from flock.domain.measures import Scope, Section
from flock.domain.measures_defined import figure
from flock.domain.measures_introductions import Introduction
from flock.domain.measures_network import Ints, Marks
from flock.domain.words import count
from flock.services.engagement_flow import RETURN_DAYS
from flock.services.engagement_log import Log
from flock.storage import engagement, measures

MOST_NAMED = 500
_NEAR = 5  # the hexagons within which two members live near each other: about 250 km²


def to_do(log: Log, scope: Scope) -> Section:
    """Name what would help this week. Members who hide themselves are counted and not named."""
    window, who, people = scope.window, log.who(scope), log.people()
    acts = log.acts(scope)
    active = acts.acts > 0
    alone = active & (network.mutual_ties(acts.net) == 0)
    silent = measures.silent(log.db, who, window).to_pylist()
    posts = measures.first_posts(log.db, who, window, known=window.end, return_days=RETURN_DAYS).to_pandas()
    waiting = posts[posts["hours"].isna()]
    at = pd.to_datetime(waiting["posted_us"], unit="us", utc=True)
    hours = (pd.Timestamp(window.end, tz="UTC") - at).dt.total_seconds() / 3600
    place = {number: index for index, number in enumerate(acts.number.tolist())}
    apart = {(place[a], place[b]) for a, b in engagement.blocks(log.db) if a in place and b in place}
    meetings = introductions.best(
        acts.net,
        isolated=alone,
        area=people.area(acts.number, _NEAR),
        willing=active & people.named[acts.number],
        apart=apart,
    )
    figures = (
        figure("isolated", int(alone.sum()) if active.any() else None, int(active.sum()), window),
        figure("unanswered", len(waiting) if len(posts) else None, len(posts), window),
        figure("silent", len(silent) if log.days() else None, log.size(scope), window),
    )
    tables = {
        "unanswered": people.named_rows(
            zip(waiting["member"], at.dt.to_pydatetime(), hours, waiting["thread"], strict=True), ("at", "hours", "thread")
        ),
        "silent": people.named_rows(
            [(row["member"], row["last_day"], row["acts"]) for row in silent[:MOST_NAMED]], ("last_day", "acts")
        ),
        "isolated": people.named_rows(
            [(int(acts.number[one]), int(acts.acts[one])) for one in _most_active(acts.acts, alone)], ("acts",)
        ),
        "introductions": people.named_pairs(
            [(int(acts.number[found.one]), int(acts.number[found.other]), *_told(found)) for found in meetings],
            ("isolated_before", "isolated_after", "core_before", "core_after", "near", "effect"),
        ),
    }
    return Section({found.name: found for found in figures}, tables)


def _most_active(acts: Ints, wanted: Marks) -> Ints:
    places = np.flatnonzero(wanted)
    return places[np.argsort(-acts[places], kind="stable")[:MOST_NAMED]]


def _told(found: Introduction) -> tuple[object, ...]:
    numbers = (found.isolated_before, found.isolated_after, found.core_before, found.core_after)
    return (*numbers, found.near, _effect(found))


def _effect(found: Introduction) -> str:
    parts = []
    if found.isolated_after < found.isolated_before:
        who = "Both know" if found.isolated_before - found.isolated_after == 2 else "One of them knows"
        before = count(found.isolated_before, "active member", "active members")
        parts.append(f"{who} nobody yet: {before} without a tie would become {found.isolated_after:,}.")
    if found.core_after > found.core_before:
        parts.append(
            f"The nucleus in which each has three ties would grow from {found.core_before:,} to {found.core_after:,} members."
        )
    return " ".join(parts)
