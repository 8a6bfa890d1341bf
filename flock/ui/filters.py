"""The filters of the places page: widgets bound to the address, so that a link shows the same thing."""

from dataclasses import dataclass

import streamlit as st

from flock.domain import filters, venues, words
from flock.domain.filters import VenueFilter
from flock.errors import BadFilter, FlockError
from flock.geocoding.answers import Answer, Query
from flock.ui import look, resources

ANY = "any"
_OPEN = {ANY: None, "now": 0, "1h": 1, "2h": 2, "4h": 4, "8h": 8}
_OPEN_WORDS = {
    ANY: "open any time",
    "now": "open now",
    **{f"{h}h": f"open for the next {words.count(h, 'hour', 'hours')}" for h in (1, 2, 4, 8)},
}
_WITHIN = {
    "km": {ANY: None, "500m": 500, "1km": 1_000, "2km": 2_000, "5km": 5_000, "10km": 10_000, "25km": 25_000, "50km": 50_000},
    "mi": {ANY: None, **{f"{n:g}mi": n * words.METRES_A_MILE for n in (0.25, 0.5, 1, 3, 5, 15, 30)}},
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the widgets say: the filter, the unit of distances, and the place that was looked up, if any."""

    wanted: VenueFilter
    unit: str
    place: Answer | None = None
    problem: str = ""


def show() -> Chosen:
    """Draw the filters and give what they say. A place that cannot be found is a `problem`, and nothing is relaxed for it."""
    problem = _bad_address()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        where = st.text_input(
            "Where?", key="where", bind="query-params", placeholder="A postcode or a town", width=320, on_change=_start_over, max_chars=100
        )
        st.button("Find", type="primary", icon=":material/search:", on_click=_start_over)
        open_for = _select("Open", "open", list(_OPEN), _OPEN_WORDS)
        unit = st.session_state.get("unit") or "km"
        reach = {key: "any distance" if key == ANY else f"within {_said(key)}" for key in _WITHIN[unit]}
        within = _select("Distance", "within", list(reach), reach)
        with st.popover("Kinds and more", icon=":material/tune:"):
            kinds = st.pills(
                "Kinds of place", venues.KINDS, selection_mode="multi", key="kind", bind="query-params",
                format_func=lambda kind: words.KIND[kind][1], on_change=_first_page,
            )  # fmt: skip
            text = st.text_input("Name or street", key="q", bind="query-params", max_chars=filters.MAX_TEXT, on_change=_first_page)
            unknown = st.toggle(
                "Include places where it is not known yet", key="unknown", bind="query-params", on_change=_first_page,
                help="For example places whose Wi-Fi nobody has told us about. They are marked «not known yet».",
            )  # fmt: skip
            unit = st.segmented_control(
                "Distances in", ["km", "mi"], key="unit", bind="query-params", default="km", required=True, on_change=_any_distance,
                format_func={"km": "kilometres", "mi": "miles"}.get,
            )  # fmt: skip
    needs = st.pills(
        "What you need", list(filters.NEEDS), selection_mode="multi", key="needs", bind="query-params",
        format_func=words.NEED.get, label_visibility="collapsed", on_change=_first_page,
    )  # fmt: skip
    place = None
    if where.strip():
        place, lost = _look_up(where)
        problem = problem or lost
    try:
        area = None if place else filters.from_query({"area": st.query_params.get("area", "")}).area
        radius = _WITHIN[unit].get(within) if place else None
        wanted = VenueFilter(
            frozenset(kinds), frozenset(needs), unknown, _OPEN[open_for], " ".join(text.split()),
            place.position if place else None, radius, area,
        )  # fmt: skip
    except BadFilter as error:
        return Chosen(VenueFilter(), unit, place, str(error))
    if within != ANY and not place and not problem:
        st.caption(":material/info: A distance counts once you say from where.")
    return Chosen(wanted, unit, place, problem)


def drop(part: str) -> None:
    """Take one part of the filter off; a callback for buttons."""
    if part in filters.NEEDS:
        st.session_state["needs"] = [need for need in st.session_state.get("needs", []) if need != part]
    elif part == "area":
        st.query_params.pop("area", None)
    else:
        st.session_state[{"text": "q"}.get(part, part)] = {"kind": [], "text": "", "open": ANY, "within": ANY}[part]
    _first_page()


def clear() -> None:
    """Take everything off but the place and the unit; a callback for buttons."""
    for part in ("kind", "text", "open", "within", "area", *filters.NEEDS):
        drop(part)
    st.session_state["unknown"] = False


def said(part: str, wanted: VenueFilter, unit: str) -> str:
    """Say one part of a filter in words."""
    if part in filters.NEEDS:
        return words.NEED[part]
    return {
        "kind": words.join([words.KIND[kind][0] for kind in venues.KINDS if kind in wanted.kinds], "or"),
        "open": "open now" if not wanted.open_for_h else f"open for {words.count(wanted.open_for_h, 'hour', 'hours')}",
        "text": f"called «{wanted.text}»",
        "within": f"within {words.distance(wanted.radius_m or 0, unit=unit)}",
        "area": "in this area",
    }[part]


def _look_up(text: str) -> tuple[Answer | None, str]:
    try:
        answer = resources.parts().geocoder().geocode(Query(text=" ".join(text.split())))
    except FlockError as error:
        return None, str(error)
    return (answer, "") if isinstance(answer, Answer) else (None, answer.reason)


def _select(label: str, key: str, options: list[str], said_as: dict[str, str]) -> str:
    chosen = st.selectbox(
        label, options, key=key, bind="query-params", format_func=lambda option: said_as.get(option, option), on_change=_first_page, width=190
    )
    return chosen if chosen in options else ANY


def _said(key: str) -> str:
    number, unit = key[:-2] if key[-2:] in ("km", "mi") else key[:-1], key[-2:] if key[-2:] in ("km", "mi") else "m"
    if unit == "mi":
        return words.distance(float(number) * words.METRES_A_MILE, unit="mi")
    return f"{number} {unit}"


def _bad_address() -> str:
    """Say which filter in the address does not exist. Streamlit leaves such values out without a word."""
    allowed = {"needs": set(words.NEED.values()) | set(filters.NEEDS), "open": set(_OPEN) | set(_OPEN_WORDS.values())}
    for key, values in allowed.items():
        for value in st.query_params.get_all(key):
            for word in value.split(","):
                if word and word not in values:
                    return f"The link asks for «{look.plain(word[:40])}», which Flock does not have. It is left out."
    return ""


def _start_over() -> None:
    st.query_params.pop("area", None)
    st.query_params.pop("place", None)
    st.session_state["moves"] = st.session_state.get("moves", 0) + 1
    _first_page()


def _any_distance() -> None:
    st.session_state["within"] = ANY


def _first_page() -> None:
    st.session_state["page"] = 1
