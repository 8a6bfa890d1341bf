"""Places as files that other programs read: CSV, GeoJSON and GeoParquet."""

import csv
import io
import json
from collections.abc import Sequence

import geopandas as gpd
import pandas as pd

from flock.errors import BadFilter

FORMATS: dict[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
    "parquet": "application/vnd.apache.parquet",
}
MOST = 10_000  # places in one answer over HTTP
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def write(places: pd.DataFrame, form: str, *, made_by: Sequence[str] = ()) -> bytes:
    """Write places with columns lat and lon in one of `FORMATS`; GeoJSON also names who made them, as a member `licence`.

    Raises:
        BadFilter: no such format.
    """
    if form == "csv":
        return _csv(places)
    frame = gpd.GeoDataFrame(
        places.drop(columns=["lat", "lon"]), geometry=gpd.points_from_xy(places["lon"], places["lat"]), crs="EPSG:4326"
    )
    if form == "geojson":
        collection = json.loads(frame.to_json(drop_id=True, na="drop", default=str))
        return json.dumps({**collection, "licence": list(made_by)}, ensure_ascii=False).encode()
    if form == "parquet":
        file = io.BytesIO()
        frame.to_parquet(file, index=False)
        return file.getvalue()
    raise BadFilter(f"Places cannot be written as «{form[:20]}»; there are {', '.join(FORMATS)}.")


def _csv(places: pd.DataFrame) -> bytes:
    """Write a CSV that a spreadsheet opens without running anything.

    Text that a spreadsheet would take for a formula gets an apostrophe in front, as spreadsheets themselves mark text; numbers
    stay numbers.
    """
    safe = places.copy()
    for name in safe.columns:
        if pd.api.types.is_string_dtype(safe[name]) or safe[name].dtype == object:
            safe[name] = safe[name].map(_plain, na_action="ignore")
    return str(safe.to_csv(index=False, quoting=csv.QUOTE_NONNUMERIC)).encode("utf-8-sig")


def neutralised(text: str) -> str:
    """Give a cell as a sheet shows it without computing it: marked as text where it begins like a formula and is no number."""
    if not text.startswith(_FORMULA_STARTS):
        return text
    try:
        float(text)
    except ValueError:
        return f"'{text}"
    return text


def _plain(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value
