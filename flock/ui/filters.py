"""The filters of the places page: widgets bound to the address, so that a link shows the same thing.

Streamlit writes the words of a chosen option into the address, so the options are worded to be read there too.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from flock.domain import filters, venues, words
from flock.domain.filters import VenueFilter
from flock.errors import BadFilter, FlockError
from flock.geocoding.answers import Answer, Query
from flock.ui import resources

ANY_TIME, ANY_DISTANCE = "any time", "anywhere"
_OPEN = {ANY_TIME: None, "now": 0, "next hour": 1, "next 2 hours": 2, "next 4 hours": 4, "next 8 hours": 8}
_WITHIN: dict[str, dict[str, float | None]] = {
    "km": {ANY_DISTANCE: None, "500 m": 500, **{f"{n} km": n * 1000 for n in (1, 2, 5, 10, 25, 50)}},
    "miles": {
        ANY_DISTANCE: None,
        "½ mile": words.METRES_A_MILE / 2,
        "1 mile": words.METRES_A_MILE,
        **{f"{n} miles": n * words.METRES_A_MILE for n in (3, 5, 15, 30)},
    },
}
_KINDS = {words.KIND[kind][1]: kind for kind in venues.KINDS}
_NEEDS = {words.NEED[need]: need for need in filters.NEEDS}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the widgets say: the filter, the unit of distances, and the place that was looked up, if any.

    With a `problem` there is nothing to show; a `note` is only to be said.
    """

    wanted: VenueFilter
    unit: str
    place: Answer | None = None
    problem: str = ""
    note: str = ""


def show() -> Chosen:
    """Draw the filters and give what they say. For a place that cannot be found nothing is relaxed."""
    note = _bad_address()
    asked, narrowed = st.columns([4, 6], vertical_alignment="bottom")
    with asked.container(horizontal=True, vertical_alignment="bottom", wrap=False):
        where = st.text_input(
            "Where?", key="where", bind="query-params", placeholder="A postcode or a town", on_change=_elsewhere, max_chars=100
        )
        st.button("Find", type="primary", icon=":material/search:", on_click=_elsewhere)
    with narrowed.container(horizontal=True, vertical_alignment="bottom", wrap=False, gap="small"):
        open_for = _select("Open", "open", list(_OPEN))
        unit = st.session_state.get("unit") or st.query_params.get("unit", "km")
        reaches = _WITHIN.get(unit, _WITHIN["km"])
        within = _select("Distance", "within", list(reaches))
        with st.popover("More", icon=":material/tune:"):
            kinds = _pills("Kinds of place", "kind", list(_KINDS))
            text = st.text_input(
                "Name or street", key="q", bind="query-params", max_chars=filters.MAX_TEXT, on_change=_first_page
            )
            unknown = st.toggle(
                "Include places where it is not known yet",
                key="unknown",
                bind="query-params",
                on_change=_first_page,
                help="For example places whose Wi-Fi nobody has told us about. They are marked «not known yet».",
            )
            st.segmented_control(
                "Distances in",
                list(_WITHIN),
                key="unit",
                bind="query-params",
                default="km",
                required=True,
                on_change=_any_distance,
            )
    needs = _pills("What you need", "needs", list(_NEEDS), label_visibility="collapsed")
    _remember()
    chosen = Chosen(VenueFilter(), "mi" if unit == "miles" else "km", note=note)
    try:
        place = _look_up(where) if where.strip() else None
        wanted = VenueFilter(
            kinds=frozenset(_KINDS[kind] for kind in kinds if kind in _KINDS),
            needs=frozenset(_NEEDS[need] for need in needs if need in _NEEDS),
            include_unknown=unknown,
            open_for_h=_OPEN.get(open_for),
            text=" ".join(text.split()),
            near=place.position if place else None,
            radius_m=reaches.get(within) if place else None,
            area=None if place else filters.from_query({"area": st.query_params.get("area", "")}).area,
        )
    except FlockError as error:
        return replace(chosen, problem=str(error))
    if within != ANY_DISTANCE and not place:
        note = note or "A distance counts once you say from where."
    return replace(chosen, wanted=wanted, place=place, note=note)


def last_list() -> dict[str, list[str]]:
    """Give the address of the list that was last looked at, for the way back to it."""
    return dict(st.session_state.get("last_list", {}))


def last_unit() -> str:
    """Give the unit of distances that was last chosen, km or mi."""
    return "mi" if last_list().get("unit") == ["miles"] else "km"


def come_back() -> None:
    """Show the last list again when the browser's back button was pressed on a place.

    On the way to a place Streamlit leaves an entry in the history that has the list's path but the place's parameters.
    """
    if "id" in st.query_params:
        st.switch_page("discover/places.py", query_params=last_list())


def _remember() -> None:
    told = {key: [st.query_params[key]] for key in ("area", "place") if key in st.query_params}
    empty: tuple[object, ...] = (None, "", [], False, ANY_TIME, ANY_DISTANCE, "km", 1)
    for key in ("where", "kind", "needs", "open", "within", "q", "unknown", "unit", "page"):
        value = st.session_state.get(key)
        if value not in empty:
            told[key] = (
                [str(one) for one in value] if isinstance(value, list) else [str(value).lower() if value is True else str(value)]
            )
    st.session_state["last_list"] = told


def drop(part: str) -> None:
    """Take one part of the filter off; a callback for buttons."""
    if part in filters.NEEDS:
        st.session_state["needs"] = [word for word in st.session_state.get("needs") or [] if _NEEDS.get(word) != part]
    elif part == "area":
        st.query_params.pop("area", None)
    else:
        empty: dict[str, object] = {"kind": [], "text": "", "open": ANY_TIME, "within": ANY_DISTANCE}
        st.session_state["q" if part == "text" else part] = empty[part]
    _first_page()


def clear() -> None:
    """Take everything off but the place and the unit; a callback for buttons."""
    for part in ("kind", "text", "open", "within", "area", *filters.NEEDS):
        drop(part)
    st.session_state["unknown"] = False


def search_area(edges: Sequence[float]) -> None:
    """Search the rectangle south, west, north, east instead of around a place; for callbacks."""
    st.session_state["where"] = ""
    st.session_state["within"] = ANY_DISTANCE
    st.query_params["area"] = written(edges)
    _first_page()


def written(edges: Sequence[float]) -> str:
    """Write the rectangle south, west, north, east as the address has it."""
    return ",".join(f"{edge:.5f}" for edge in edges)


def said(part: str, wanted: VenueFilter, unit: str) -> str:
    """Say one part of a filter in words."""
    if part in filters.NEEDS:
        return words.NEED[part]
    return {
        "kind": words.join([words.KIND[kind][0] for kind in venues.KINDS if kind in wanted.kinds], "or"),
        "open": "open now" if not wanted.open_for_h else f"open for the next {words.count(wanted.open_for_h, 'hour', 'hours')}",
        "text": f"called «{wanted.text}»",
        "within": f"within {words.distance(wanted.radius_m or 0, unit=unit)}",
        "area": "in this area",
    }[part]


def _look_up(text: str) -> Answer:
    answer = resources.parts().geocoder().geocode(Query(text=" ".join(text.split())))
    if isinstance(answer, Answer):
        return answer
    raise BadFilter(answer.reason)


def _select(label: str, key: str, options: list[str]) -> str:
    return st.selectbox(label, options, key=key, bind="query-params", on_change=_first_page, width="stretch")


def _pills(label: str, key: str, options: list[str], **look_of_it: str) -> list[str]:
    return st.pills(label, options, selection_mode="multi", key=key, bind="query-params", on_change=_first_page, **look_of_it)  # type: ignore[call-overload,no-any-return]


def _bad_address() -> str:
    """Say which filter in the address does not exist. Streamlit leaves such values out without a word."""
    unit = st.query_params.get("unit", "km")
    allowed: dict[str, Container[str]] = {
        "kind": _KINDS,
        "needs": _NEEDS,
        "open": _OPEN,
        "unit": _WITHIN,
        "within": _WITHIN.get(unit, {}),
    }
    for key, values in allowed.items():
        for value in st.query_params.get_all(key):
            if value not in values:
                return (
                    f"This link asks for {key} «{value[:40]}», which Flock does not know. It is left out; everything else counts."
                )
    return ""


def _elsewhere() -> None:
    st.query_params.pop("area", None)
    st.query_params.pop("place", None)
    st.session_state["moves"] = st.session_state.get("moves", 0) + 1
    _first_page()


def _any_distance() -> None:
    st.session_state["within"] = ANY_DISTANCE


def _first_page() -> None:
    if st.session_state.get("page", 1) != 1:
        st.session_state["page"] = 1
