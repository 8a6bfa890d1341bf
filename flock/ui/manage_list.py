"""The list from which an organiser chooses a place to look after."""

from datetime import UTC, datetime

import streamlit as st

from flock.domain import editing, words
from flock.domain.members import Person
from flock.ui import look, resources

PAGE = 25
_LAST_PAGE = 400
_STATES = {
    "all": "all",
    "open": "open",
    "closed for now": "temporarily_closed",
    "closed for good": "closed",
    "not checked for a year": "unchecked",
    "merged into another": "merged",
}


def show(person: Person) -> None:
    """Draw the search, what it finds by name, and a way on where that is nothing."""
    if waiting := resources.parts().suggestions.waiting(person):
        label = f"{words.count(waiting, 'suggestion waits', 'suggestions wait')} for an answer"
        st.page_link("organise/suggestions.py", label=label, icon=":material/lightbulb:")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(
            "Name, street, town or postcode", key="find", bind="query-params", max_chars=100, on_change=_first_page
        )
        chosen = st.selectbox("Which", list(_STATES), key="which", bind="query-params", on_change=_first_page, width=220)
    told = {"find": text, "which": chosen}
    st.session_state["manage_list"] = {key: value for key, value in told.items() if value and value != "all"}
    number = _sheet()
    total, listed = resources.parts().venue_editing.catalogue(
        person, text=text, state=_STATES[chosen], most=PAGE, skip=(number - 1) * PAGE
    )
    if not total:
        _nothing(asked=bool(st.session_state["manage_list"]))
        return
    st.markdown(f"**{words.count(total, 'place', 'places')}**, by name")
    today = datetime.now(UTC).date()
    with st.container(gap="xsmall", key="way_rows"):
        for one in listed:
            status = "" if one.status == "open" else f" · {editing.said('status', one.status)}"
            where = " ".join(part for part in (one.town, one.postcode) if part)
            about = f"{words.KIND[one.kind][0]}{status} · {words.freshness(one.checked_on, today)}"
            st.page_link(
                "organise/places.py",
                label=f"**{look.plain(one.name)}** · {look.plain(where)}{' · ' if where else ''}{about}",
                icon=look.KIND_ICON[one.kind],
                query_params={"id": str(one.kept_id or one.venue_id)},
                help="",
            )
    if total > PAGE:
        st.pagination(min(-(-total // PAGE), _LAST_PAGE), key="sheet", bind="query-params")


def _sheet() -> int:
    """Give the page of the list: the widget's, or before it is drawn the address's; nonsense is the first."""
    told = str(st.session_state.get("sheet") or st.query_params.get("sheet", ""))
    return int(told) if told.isascii() and told.isdigit() and 0 < int(told) <= _LAST_PAGE else 1


def last() -> dict[str, str]:
    """Give the address of the list that was last looked at."""
    return dict(st.session_state.get("manage_list", {}))


def _nothing(*, asked: bool) -> None:
    if not asked:
        st.info(
            "There are no places yet. They will be listed here once some are brought in from a table.",
            icon=":material/add_location:",
        )
        return
    st.write("No place fits that.")
    st.button("Show all places", icon=":material/filter_alt_off:", on_click=_clear)


def _clear() -> None:
    st.session_state["find"] = ""
    st.session_state["which"] = "all"
    _first_page()


def _first_page() -> None:
    if st.session_state.get("sheet", 1) != 1:
        st.session_state["sheet"] = 1
