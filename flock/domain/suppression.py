"""What of a table may leave the leads' circle: no cell, and no difference of two cells beside each other, tells of 1 to 4 people.

Primary suppression hides counts from 1 to 4. Secondary suppression hides what would give them away again: the smaller of two
nested counts that differ by 1 to 4, sums of hidden parts, shares of hidden counts, and a second part where one alone is hidden.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

LEAST = 5
_STEP = 0.05
_COUNTS = (
    *("members", "ties", "pairs", "active", "active_30_days", "new", "reactivated", "lost", "before", "now", "newcomers"),
    *("at_risk", "answers"),
)
# In a row the second is part of the first.
_NESTED = (("members", "active"), ("active_30_days", "active"), ("newcomers", "connected"))
# Down a column each is part of the one above it.
_STEPS = ("pairs", "members")
_SHARES = ("share", "member_to_member", "centralisation", "median_days", "connected", "low", "high", "mean")


def leaving(table: pd.DataFrame) -> pd.DataFrame:
    """Give a copy of a table of `services.engagement` in which hidden cells are empty. Names and ids are left out."""
    safe = table.drop(columns=[name for name in table.columns if name == "name" or str(name).endswith(("_id", "_name"))])
    if "at_risk" in safe:
        return _curve(safe)
    if set(safe.columns) == {"members", "share"}:
        return safe[safe["members"] >= LEAST].reset_index(drop=True)
    counts = [name for name in _COUNTS if name in safe] + [name for name in ("connected",) if "newcomers" in safe]
    safe = safe.astype(dict.fromkeys(counts, "Float64"))
    for name in counts:
        safe.loc[_tells(table[name]), name] = pd.NA
    for whole, part in _NESTED:
        if whole in counts and part in counts:
            safe.loc[_tells(table[whole] - table[part]), part] = pd.NA
    _hide_what_follows(safe, table)
    if counts:
        hidden = safe[counts].isna().any(axis=1)
        shares = [name for name in _SHARES if name in safe and name not in counts]
        safe.loc[hidden, shares] = np.nan
    return safe


def _hide_what_follows(safe: pd.DataFrame, table: pd.DataFrame) -> None:
    """Hide what would give hidden cells away: steps of a funnel, the second part of a sum, and sums of hidden parts."""
    if "step" in safe:
        for name in (name for name in _STEPS if name in safe):
            _hide_steps(safe, table[name], name)
    if "level" in safe:
        for name in ("before", "now"):
            _hide_a_second(safe, table[name], name)
    if "net" in safe:
        safe["net"] = safe["net"].astype("Float64")
        safe.loc[safe[["new", "reactivated", "lost"]].isna().any(axis=1), "net"] = pd.NA


def _tells(counts: pd.Series) -> pd.Series:
    return (counts > 0) & (counts < LEAST)


def _curve(table: pd.DataFrame) -> pd.DataFrame:
    """Of a curve of people over time every step is somebody: shares go in steps of 5 %, and end where few are left."""
    safe = table[table["at_risk"] >= LEAST].copy()
    for name in ("connected", "low", "high"):
        safe[name] = (safe[name] / _STEP).round() * _STEP
    safe["at_risk"] = safe["at_risk"] // LEAST * LEAST
    return safe.drop_duplicates(["cohort", "connected"]).reset_index(drop=True)


def _hide_steps(safe: pd.DataFrame, counts: pd.Series, name: str) -> None:
    """Hide every step from the first on that would tell, by itself or by how many fewer it is than the one above."""
    fewer = counts.shift() - counts
    telling = (_tells(counts) | _tells(fewer)).cummax()
    safe.loc[telling, name] = pd.NA


def _hide_a_second(safe: pd.DataFrame, counts: pd.Series, name: str) -> None:
    """Where one part of a known sum is hidden alone, hide the next smallest too."""
    if safe[name].isna().sum() == 1:
        others: Sequence[int] = counts[safe[name].notna() & (counts > 0)].sort_values().index[:1].tolist()
        safe.loc[others, name] = pd.NA
