"""How figures and charts stand on a page: what they say now, what they are one tap away, and their data to take along."""

import weakref
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import partial
from typing import Any, TypeVar

import pandas as pd
import pyarrow as pa
import streamlit as st

from flock.domain import measure_words, suppression
from flock.domain.measures import Figure
from flock.domain.members import Person
from flock.services import exports
from flock.ui import look, resources
from flock.visuals import charts
from flock.visuals.charts import Ink, Spec, Words

T = TypeVar("T")

_made: dict[int, tuple["weakref.ref[pd.DataFrame]", dict[tuple[Hashable, ...], Any]]] = {}

_ARROW = {"up": "↑", "down": "↓", "range": "↔"}


def ink() -> Ink:
    """Give the colours of the theme that is on."""
    return charts.DARK if look.is_dark() else charts.LIGHT


def row(figures: Iterable[Figure | None]) -> None:
    """Show figures side by side, each with its number, its interval and which way is good."""
    shown = [figure for figure in figures if figure is not None]
    if not shown:
        return
    st.html(f'<div class="flock-figures">{"".join(map(_card, shown))}</div>')


def meanings(figures: Iterable[Figure | None], *, key: str, about: str = "") -> None:
    """Say one tap away what each figure is, which way is good and where it is from, after what is to say of all of it."""
    with st.popover("What this is", icon=":material/help:", key=f"what_{key}"):
        if about:
            st.markdown(look.plain(about))
        for figure in figures:
            if figure is None:
                continue
            st.markdown(f"**{look.plain(_label(figure))}**: {look.plain(figure.definition)}")
            said = f"{measure_words.window(figure.window)} · {measure_words.below(figure)} · {figure.source}"
            st.caption(look.plain(said + (f" · {figure.note}" if figure.note else "")))


def chart(
    sentence: str,
    table: pd.DataFrame | None,
    draw: Callable[[pd.DataFrame, Ink], Spec],
    figures: Sequence[Figure | None],
    *,
    by: Person,
    key: str,
    name: str,
    empty: str = "",
    about: str = "",
) -> None:
    """Show a lead what a chart says, the chart, and below it its meaning, its table, and data and picture to take along.

    `name` is what `services.engagement` calls the table: it decides what may be taken along. `about` says what a chart without
    figures is.
    """
    st.markdown(f"**{look.plain(sentence)}**")
    if table is None or table.empty:
        st.caption(look.plain(empty or f"{measure_words.NOT_DEFINED} Too little happened here to draw it."))
        meanings(figures, key=key, about=about)
        return
    drawn = _once(table, ("drawn", key, ink()), lambda: _drawn(key, table, ink(), draw))
    st.vega_lite_chart(drawn, theme=None, key=f"chart_{key}", alt=sentence)
    with st.container(horizontal=True, gap="small"):
        meanings(figures, key=key, about=about)
        with st.popover("Table and picture", icon=":material/table:", key=f"data_{key}"):
            st.dataframe(_once(table, ("readable",), lambda: _readable(table)), hide_index=True)
            st.caption("What you take along has counts in steps of five, and leaves out what tells of fewer than five people.")
            leaving = partial(suppression.leaving, name, table)
            below = next((_below(figure) for figure in figures if figure is not None), about)
            picture = partial(_picture, draw, leaving, Words(sentence, below))
            with st.container(horizontal=True, gap="small"):
                _download(by, "CSV", lambda: exports.write(leaving(), "csv"), f"{key}.csv", "text/csv", key)
                _download(by, "SVG", partial(picture, "svg"), f"{key}.svg", "image/svg+xml", key)
                _download(by, "PNG", partial(picture, "png"), f"{key}.png", "image/png", key)


def _once(table: pd.DataFrame, what: tuple[Hashable, ...], make: Callable[[], T]) -> T:
    """Make something of a table once: what is measured is kept with its tables, so most runs of a page come with the same ones."""
    place = id(table)
    known = _made.get(place)
    if known is None or known[0]() is not table:
        known = _made[place] = weakref.ref(table, lambda gone: _forget(place, gone)), {}
    if what not in known[1]:
        known[1][what] = make()
    made: T = known[1][what]
    return made


def _forget(place: int, gone: "weakref.ref[pd.DataFrame]") -> None:
    if (known := _made.get(place)) and known[0] is gone:
        _made.pop(place, None)


@st.cache_data(max_entries=128, show_spinner=False)
def _drawn(key: str, table: pd.DataFrame, ink: Ink, _draw: Callable[[pd.DataFrame, Ink], Spec]) -> Spec:
    """Draw a chart once for what is in a table: putting it together takes longer than all else on the page."""
    drawn = _draw(table, ink)
    return drawn | {"datasets": {name: pa.Table.from_pandas(pd.DataFrame(rows)) for name, rows in drawn["datasets"].items()}}


def _picture(draw: Callable[[pd.DataFrame, Ink], Spec], leaving: Callable[[], pd.DataFrame], words: Words, form: str) -> bytes:
    return charts.picture(draw(leaving(), charts.LIGHT), words, form)


def _download(by: Person, label: str, data: Callable[[], bytes], name: str, mime: str, key: str) -> None:
    st.download_button(
        label,
        taken_along(by, name, data),
        f"flock-{name}",
        mime,
        icon=":material/download:",
        on_click="ignore",
        key=f"take_{key}_{label}",
    )


def taken_along(by: Person, what: str, make: Callable[[], Any]) -> Callable[[], Any]:
    """Make what a lead asks for when she does, if she still leads then, and note that she took it."""
    leading = resources.parts().leading

    def noted() -> Any:
        leading.take_along(by, what)
        return make()

    return noted


def _card(figure: Figure) -> str:
    value = measure_words.value(figure)
    title = look.escaped(measure_words.window(figure.window))
    return (
        f'<div data-figure="{look.escaped(figure.name)}" data-value="{"" if figure.value is None else figure.value!r}" title="{title}">'
        f'<span class="label">{look.escaped(_label(figure))}&nbsp;<span class="good" aria-hidden="true">{_ARROW[figure.good]}</span></span>'
        f'<span class="value">{look.escaped(value)}</span>'
        f'<span class="quiet">{look.escaped(measure_words.below(figure))}</span></div>'
    )


def _below(figure: Figure) -> str:
    return f"{measure_words.window(figure.window)} · {measure_words.below(figure)}"


def _label(figure: Figure) -> str:
    return figure.label or figure.name.replace("_", " ").capitalize()


def _readable(table: pd.DataFrame) -> pa.Table:
    named = table.drop(columns=[name for name in table.columns if name.endswith("_id") or name == "name"])
    rounded = named.round(dict.fromkeys(named.select_dtypes("float").columns, 3))
    return pa.Table.from_pandas(rounded.rename(columns=lambda name: str(name).replace("_", " ")))
