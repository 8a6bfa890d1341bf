"""What of a chart's table may leave the leads' circle: counts in steps of five, and everything else too coarse to tell of few.

`measures_published` decides how a count or a share may be told. Here whole tables follow it and can still be drawn: rows that
hold a count under five are left out, but for moves between levels, where such a cell is empty.
"""

import pandas as pd

from flock.domain import measures_published as published

_MORE_COUNTS = ("ties", "answers", "at_risk", "rewirings")
_STEP = 0.05


def leaving(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Give of the table of that name what may be taken along. Names and ids of people are left out."""
    safe = table.drop(columns=[column for column in table.columns if column == "name" or str(column).endswith(("_id", "_name"))])
    cells = published.TABLES.get(name, published.Cells(()))
    counts = [column for column in (*cells.counts, *_MORE_COUNTS) if column in safe]
    for column in counts:
        safe[column] = pd.array([published.count(number) for number in table[column]], "Int64")
    for column in safe.select_dtypes("float").columns:
        safe[column] = [_coarse(value) for value in safe[column]] if name != "curve" else (safe[column] / _STEP).round() * _STEP
    for column, (part, whole) in (cells.shares or {}).items():
        safe[column] = [published.share(*pair) for pair in zip(table[part], table[whole], strict=True)]
    if name == "moves":
        return safe
    if name == "change":
        safe[counts] = safe[counts].fillna(0)
        safe["net"] = safe["new"] + safe["reactivated"] - safe["lost"]
        return safe
    safe = safe.dropna(subset=[*counts, *(cells.shares or {})])
    if "share" in safe and not cells.shares and counts:
        safe["share"] = safe[counts[0]] / safe[counts[0]].iloc[0] if len(safe) else []
    if name == "curve":
        safe = safe.drop_duplicates(["cohort", "connected"])
    return safe.reset_index(drop=True).astype(dict.fromkeys(counts, "int64"))


def _coarse(value: float) -> float:
    """Give two figures that count."""
    return value if pd.isna(value) else float(f"{value:.2g}")
