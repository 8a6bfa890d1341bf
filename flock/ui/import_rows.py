"""Rows of an import as a person reads them: the figures, new places, and old and new of each cell."""

from typing import Any

import streamlit as st

from flock.domain import editing, words
from flock.services import import_preview
from flock.services.import_preview import Cell
from flock.services.import_results import Result
from flock.services.imports import Check

PAGE = 50
_COLUMN = {"lat": "Latitude", "lon": "Longitude", "region": "County or region"}
_LAST_PAGE = 400
_ABOUT = {"line": "Line", "name": "Name", "kind": "Kind", "address": "Address", "town": "Town", "postcode": "Postcode"}
_ABOUT |= {"hours": "Opening hours", "url": "Website", "phone": "Phone"}


def figures(result: Result) -> None:
    """Say in numbers what becomes of the rows; together they are all rows of the file."""
    parts = {
        "new": result.created,
        "changed": result.updated,
        "unchanged": result.unchanged,
        "told twice": result.duplicates,
        "left out": result.rejected,
    }
    told = words.join([f"**{count:,}** {name}" for name, count in parts.items() if count]) or "nothing to bring in"
    doubt = (
        f" Of those that come in, **{result.doubtful:,}** {'is' if result.doubtful == 1 else 'are'} in doubt."
        if result.doubtful
        else ""
    )
    st.markdown(f"{words.count(result.rows, 'row', 'rows')}: {told}.{doubt}")
    if result.geocoded:
        st.caption(
            f":material/pin_drop: {words.count(result.geocoded, 'place was', 'places were')} found by postcode, town or address."
        )


def created(check: Check, total: int) -> None:
    """Draw a page of the new places."""
    table(import_preview.created(check, most=PAGE, skip=_skip(total, "new")))


def unchanged(check: Check, total: int) -> None:
    """Draw a page of the places that are here already, just so."""
    st.caption("These are here just as the file says.")
    table(import_preview.unchanged(check, most=PAGE, skip=_skip(total, "same")))


def changed(check: Check, total: int) -> None:
    """Draw a page of the places that change: a line for each cell, with what people edited and so stays."""
    lines: list[dict[str, Any]] = []
    for change in import_preview.changes(check, most=PAGE, skip=_skip(total, "changed")):
        for cell in change.cells:
            told = {"Line": change.line, "Name": change.name, "What": label(cell.field)}
            lines.append(
                told | {"Now": said(cell.field, cell.old), "In the file": said(cell.field, cell.new), "Then": _then(cell)}
            )
    if lines:
        st.dataframe(lines, hide_index=True)
    else:
        st.caption("Nothing of these changes that you would see.")


def table(rows: list[dict[str, Any]]) -> None:
    """Draw places as a table, without the columns of which nothing is known."""
    known = [name for name in _ABOUT if any(row.get(name) for row in rows)]
    shown = [{_ABOUT[name]: _kind(row[name]) if name == "kind" else row.get(name) or "" for name in known} for row in rows]
    st.dataframe(shown, hide_index=True, column_config={"Line": st.column_config.NumberColumn(format="%d")})


def label(field: str) -> str:
    """Name a field of a place, or a column that tells of it."""
    return editing.LABEL.get(field, _COLUMN.get(field, field.replace("_", " ").capitalize()))


def said(field: str, value: Any) -> str:
    """Say a value of a field."""
    if value is None:
        return "not known"
    if field == "position":
        return f"{value[0]:.5f}, {value[1]:.5f}"
    return editing.said(field, str(value))


def _then(cell: Cell) -> str:
    if cell.kept_at:
        return f"stays: edited by {cell.kept_by} on {words.day(cell.kept_at.date())}"
    return "as the file says"


def _kind(value: str) -> str:
    return words.KIND[value][0]


def _skip(total: int, what: str) -> int:
    if total <= PAGE:
        return 0
    with st.container(horizontal=True, vertical_alignment="center"):
        page = st.pagination(min(-(-total // PAGE), _LAST_PAGE), key=f"import_page_{what}")
        st.caption(f"{PAGE} a page of {total:,}")
    return (page - 1) * PAGE
