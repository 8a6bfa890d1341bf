"""The parts of a place's own page."""

from datetime import UTC, date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

import streamlit as st

from flock.domain import freshness, hours, words
from flock.domain.venues import FACTS, UNKNOWN, Venue
from flock.services.fact_checks import Checked
from flock.ui import cards, filters, look, menu, resources

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def asked() -> UUID:
    """Give the place in the address; one that nobody has where it is no id."""
    try:
        return UUID(st.query_params.get("id", ""))
    except ValueError:
        return UUID(int=0)


def missing(archived: tuple[str, datetime] | None) -> None:
    """Say that the place is not here, or that it was taken back with its import and what members said of it is kept."""
    if archived is None:
        st.title("This place is not here", anchor=False)
        st.write("It may have been removed, or the link was cut short. All the others are one step back.")
        return
    name, at = archived
    st.title(look.plain(name), anchor=False)
    st.info(
        f"This place was taken back on {words.day(at.date())}, with the import that had brought it. What members said about it is "
        "kept, and shows again should the import come back.",
        icon=":material/inventory_2:",
    )


def contact(venue: Venue) -> None:
    """Draw the address and how to reach the place. Links are shown as text with a button, never as Markdown."""
    lines = [", ".join(part for part in (venue.address, venue.town, venue.postcode) if part)]
    if venue.precision_m > cards.VAGUE_M:
        lines.append(
            f"We know the town but not the street: the map may be {words.distance(venue.precision_m, unit=filters.last_unit())} off."
        )
    for line in lines:
        st.text(line)
    with st.container(horizontal=True, vertical_alignment="center"):
        if venue.phone:
            st.text(venue.phone)
        if venue.url and venue.url.startswith(("https://", "http://")):
            st.link_button("Website", venue.url, icon=":material/open_in_new:")


def facts(venue: Venue) -> None:
    """Draw what working there is like, each fact in words. What nobody has confirmed for long, or some doubt, is paler and says so."""
    st.subheader("What to expect", anchor=False)
    checked, today = resources.parts().fact_checks.known(venue), datetime.now(UTC).date()
    rows = "".join(_fact(name, venue.facts[name], checked.get(name), today) for name in FACTS)
    if venue.seats:
        rows += f"<div><dt>Seats</dt><dd>about {venue.seats}</dd></div>"
    st.html(f'<dl class="flock-facts">{rows}</dl>')
    st.caption(f":material/event_available: {words.freshness(venue.checked_on, today).capitalize()}.")


def _fact(name: str, value: str, checked: Checked | None, today: date) -> str:
    notes = []
    if checked and freshness.is_stale(checked.on, today):
        notes.append(words.freshness(checked.on, today))
    if checked and checked.doubts:
        notes.append(words.count(checked.doubts, "member says not any more", "members say not any more"))
    note = f'<span class="note">{", ".join(notes)}</span>' if notes else ""
    pale = "pale" if notes else "unknown" if value == UNKNOWN else ""
    return f'<div class="{pale}"><dt>{words.FACT_NAME[name]}</dt><dd>{_said(name, value)}</dd>{note}</div>'


def week(venue: Venue) -> None:
    """Draw the opening hours of the coming seven days, today first."""
    st.subheader("Opening hours", anchor=False)
    if not venue.hours:
        st.write("Not known yet.")
        return
    today = datetime.now(UTC).astimezone(ZoneInfo(venue.tz)).date()
    rows = [
        f'<tr class="{"today" if day == today else ""}"><th scope="row">{"Today" if day == today else _DAYS[day.weekday()]}</th>'
        f"<td>{_times(spans)}</td></tr>"
        for day, spans in hours.week(venue.hours, venue.tz, today)
    ]
    st.html(f'<table class="flock-week">{"".join(rows)}</table>')


def neighbour(venue: Venue, distance_m: float) -> None:
    """Draw a place nearby as a line that leads to its page."""
    st.page_link(
        menu.page("discover/place.py"),
        label=f"{look.plain(venue.name)} · {words.KIND[venue.kind][0]} · {words.distance(distance_m, unit=filters.last_unit())} · {cards.opening(venue)}",
        icon=look.KIND_ICON[venue.kind],
        query_params={"id": str(venue.venue_id)},
        help="",
    )


def made_by(venue: Venue) -> None:
    """Say where the facts come from."""
    makers = ", ".join(part for part in (venue.source, venue.licence) if part)
    if makers:
        st.caption("Source")
        st.text(makers)


def _said(name: str, value: str) -> str:
    return "not known yet" if value == UNKNOWN else words.FACT[name][value]


def _times(spans: list[tuple[time, time]]) -> str:
    if not spans:
        return "closed"
    whole_day = len(spans) == 1 and spans[0][0] == spans[0][1]
    return "all day" if whole_day else ", ".join(f"{words.clock(first)}–{words.clock(last)}" for first, last in spans)
