"""What must hold in a database whatever happened to it: kept counts agree with what they count, nothing is there twice or left alone."""

from flock.domain.members import HOME_RESOLUTION
from flock.domain.venues import VOCABULARY
from flock.storage import personal_data, staff_log
from flock.storage.database import Database, sql

_BROKEN = {
    "cells": "The map's counts disagree with the places in {n:,} cells. The next import or edit there puts them right.",
    "hours": "{n:,} places have opening hours that «open now» does not know of. Import any table of places to mend it.",
    "facts": "{n:,} places have facts that contradict each other, so filters may miss them.",
    "venues": "{n:,} places are there twice under one id.",
    "members": "{n:,} members are there twice under one id.",
    "homes": "{n:,} members have a home that is not a hexagon of the size we promised. Do not publish anything before this is mended.",
    "selves": "{n:,} acts are of somebody towards herself, and would count in the measures.",
    "version": "The number that tells caches of a change of places is missing or there more than once.",
}
_PLACES = "SELECT venue_id FROM venue UNION ALL SELECT venue_id FROM venue_archive"
_BELONGS = {
    ("message", "talk_id"): ("talk", "SELECT talk_id FROM talk"),
    ("talk_member", "talk_id"): ("talk", "SELECT talk_id FROM talk"),
    ("introduction_answer", "introduction_id"): ("introduction", "SELECT introduction_id FROM introduction"),
    ("report_note", "report_id"): ("report", "SELECT report_id FROM report"),
    ("notice", "report_id"): ("report", "SELECT report_id FROM report"),
    ("suggestion_change", "suggestion_id"): ("suggestion", "SELECT suggestion_id FROM suggestion"),
    ("venue_edit", "venue_id"): ("place", _PLACES),
    ("venue_merge", "lost_id"): ("place", _PLACES),
    ("venue_merge", "kept_id"): ("place", _PLACES),
    ("fact_check", "venue_id"): ("place", _PLACES),
    ("suggestion", "venue_id"): ("place", _PLACES),
    **{
        (of.table, of.column): ("member", "SELECT member_id FROM member")
        for of in personal_data.COLUMNS
        if of.end == "delete" and of.table not in ("member", "log_member")  # what goes with her; guests of a log are no members
    },
}
"""What each of these columns leads to, and which of those there are."""


def check(db: Database) -> list[str]:
    """Say what is wrong, a sentence a rule; an empty list is a sound database."""
    broken = dict(db.rows("integrity", {"facts": len(VOCABULARY), "home_resolution": HOME_RESOLUTION}))
    found = [_BROKEN[rule].format(n=n) for rule, n in broken.items() if n]
    with db.reading() as cursor:
        for (table, column), (what, there) in _BELONGS.items():
            asked = sql("integrity_orphans").format(table=table, column=column, there=there)
            ((n,),) = cursor.execute(asked).fetchall()
            if n:
                found.append(
                    f"{n:,} rows of {table}.{column} lead to a {what} that is not there. Put back a backup in which it is."
                )
    if number := staff_log.first_broken(db):
        found.append(f"The log of what staff did was changed or cut at entry {number}; what it says from there on is no proof.")
    return found
