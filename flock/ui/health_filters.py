"""The filters of the leads' page, in the address, so that a link shows the same figures."""

from datetime import date, timedelta
from typing import get_args
from uuid import UUID

import streamlit as st

from flock.domain.measures import Medium, Scope, Window
from flock.ui import resources

_DAYS = {"4 weeks": 28, "13 weeks": 91, "a year": 364}
_ALL, _OWN = "everything", "own dates"
_MEDIUMS: dict[str, Medium] = dict(zip(("online and in person", "online", "in person"), get_args(Medium), strict=True))
_ANYWHERE, _ANYBODY = "all areas", "all groups"


def show() -> Scope:
    """Draw the filters and give what is asked."""
    parts = resources.parts()
    engagement = parts.engagement
    latest = engagement.latest()
    with st.container(horizontal=True, vertical_alignment="bottom", key="health_filters"):
        chosen = st.selectbox("The last", [*_DAYS, _ALL, _OWN], key="window", bind="query-params", width=170)
        window = _own_dates(latest) if chosen == _OWN else _window(str(chosen), latest)
        medium = st.selectbox("Where", list(_MEDIUMS), key="medium", bind="query-params", width=210)
        area = _area()
        group = _group()
        staff = st.toggle(
            "Count organisers and leads",
            key="staff",
            bind="query-params",
            help="The star and ring always counts them, for it is about them.",
        )
    return engagement.scope(window, staff=staff, area=area, group=group, medium=_MEDIUMS.get(str(medium), "all"))


def _window(chosen: str, latest: Window) -> Window:
    if chosen == _ALL:
        return resources.parts().engagement.whole() or latest
    return Window.last(latest.end, _DAYS.get(chosen, 28))


def _own_dates(latest: Window) -> Window:
    begin = st.date_input(
        "From", latest.start, key="from", bind="query-params", min_value=date(1990, 1, 1), format="DD/MM/YYYY", width=150
    )
    end = st.date_input(
        "To",
        latest.end - timedelta(days=1),
        key="to",
        bind="query-params",
        min_value=date(1990, 1, 1),
        format="DD/MM/YYYY",
        width=150,
    )
    if not isinstance(begin, date) or not isinstance(end, date) or end < begin:
        st.caption(":material/info: The last day lies before the first, so these are the latest four weeks.")
        return latest
    return Window(begin, end + timedelta(days=1))


def _area() -> int | None:
    areas = {area.name: area.cell for area in resources.parts().coverage.areas()}
    if not areas:
        return None
    chosen = st.selectbox("Members around", [_ANYWHERE, *areas], key="area", bind="query-params", width=200)
    return areas.get(str(chosen))


def _group() -> frozenset[UUID] | None:
    groups = resources.parts().narrowing.groups()
    if not groups:
        return None
    chosen = st.selectbox("In the group", [_ANYBODY, *groups], key="group", bind="query-params", width=200)
    return groups.get(str(chosen))
