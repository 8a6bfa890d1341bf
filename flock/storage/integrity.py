"""What must hold in a database whatever happened to it: kept counts agree with what they count, and nothing is there twice."""

from flock.domain.members import HOME_RESOLUTION
from flock.domain.venues import VOCABULARY
from flock.storage.database import Database

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


def check(db: Database) -> list[str]:
    """Say what is wrong, a sentence a rule; an empty list is a sound database."""
    broken = dict(db.rows("integrity", {"facts": len(VOCABULARY), "home_resolution": HOME_RESOLUTION}))
    return [_BROKEN[rule].format(n=n) for rule, n in broken.items() if n]
