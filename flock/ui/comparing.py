"""Two to four places side by side. Which ones stands in the address; until then they are collected on the way."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import streamlit as st

from flock.domain import words
from flock.domain.venues import FACTS, UNKNOWN, Venue
from flock.errors import NotFound
from flock.ui import cards, look, resources

MOST = 4
_TRAY = "compare"
_NOT_KNOWN = "not known yet"


def collected() -> list[str]:
    """Give the ids of the places that she collected to compare."""
    return list(st.session_state.get(_TRAY, []))


def collect(venue: Venue) -> None:
    """Draw the button that puts a place beside others, and the way to the comparison once there are two."""
    ids, own = collected(), str(venue.venue_id)
    if own in ids:
        st.button("Not to compare", key="uncollect", icon=":material/remove:", type="tertiary", on_click=_put, args=(own, False))
    else:
        st.button(
            "Compare",
            key="collect",
            icon=":material/compare_arrows:",
            type="tertiary",
            disabled=len(ids) >= MOST,
            help=f"{MOST} are the most." if len(ids) >= MOST else None,
            on_click=_put,
            args=(own, True),
        )
    if len(ids) > 1:
        st.page_link(
            "discover/compare.py",
            label=f"See {len(ids)} places side by side",
            icon=":material/view_column:",
            query_params={"ids": ",".join(ids)},
            help="",
        )
    elif own in ids:
        st.caption("Now choose another one: each place has this button.")


def asked() -> tuple[list[Venue], int]:
    """Give the places that the address names, each once, and how many of those named are not there."""
    parts, found, missing = resources.parts(), dict[UUID, Venue](), 0
    for text in st.query_params.get("ids", "").split(",")[: 2 * MOST]:
        try:
            venue = parts.discovery.venue(parts.venue_editing.kept_id(UUID(text)))
            found[venue.venue_id] = venue
        except (ValueError, NotFound):
            missing += bool(text)
    return list(found.values())[:MOST], missing


def say_missing(missing: int) -> None:
    """Say how many places of a link are gone."""
    if missing:
        gone = words.count(missing, "place of this link is", "places of this link are")
        st.caption(f":material/wrong_location: {gone} not there any more.")


def table(venues: list[Venue]) -> None:
    """Draw the comparison; what differs stands out."""
    head = "".join(
        f'<th scope="col"><span class="name">{look.escaped(venue.name)}</span><br>'
        f'<span class="quiet">{look.escaped(", ".join(part for part in (venue.address, venue.town) if part))}</span></th>'
        for venue in venues
    )
    rows = "".join(_row(label, [say(venue) for venue in venues]) for label, say in _ROWS.items())
    st.html(f'<div class="flock-compare" tabindex="0"><table><thead><tr><td></td>{head}</tr></thead>{rows}</table></div>')


def links(venues: list[Venue]) -> None:
    """Draw the ways on: each place's page, and the comparison without it."""
    for venue in venues:
        with st.container(horizontal=True, vertical_alignment="center", key=f"way_{venue.venue_id.hex}"):
            st.page_link(
                "discover/place.py",
                label=look.plain(venue.name),
                icon=look.KIND_ICON[venue.kind],
                query_params={"id": str(venue.venue_id)},
                help="",
            )
            if len(venues) > 2:
                st.button(
                    "Leave out", key=f"out_{venue.venue_id.hex}", type="tertiary", on_click=_leave_out, args=(venue, venues)
                )


def _row(label: str, values: list[str]) -> str:
    differs = len(set(values)) > 1
    cells = "".join(f"<td{_tone(value)}>{look.escaped(value)}</td>" for value in values)
    return f'<tr class="{"differs" if differs else ""}"><th scope="row">{label}</th>{cells}</tr>'


def _tone(value: str) -> str:
    return ' class="unknown"' if value == _NOT_KNOWN else ""


def _fact(name: str) -> Callable[[Venue], str]:
    return lambda venue: _NOT_KNOWN if venue.facts[name] == UNKNOWN else words.FACT[name][venue.facts[name]]


def _freshness(venue: Venue) -> str:
    return words.freshness(venue.checked_on, datetime.now(UTC).date())


_ROWS: dict[str, Callable[[Venue], str]] = {
    "Kind": lambda venue: words.KIND[venue.kind][0],
    "Now": cards.opening,
    **{words.FACT_NAME[name]: _fact(name) for name in FACTS},
    "Seats": lambda venue: f"about {venue.seats}" if venue.seats else _NOT_KNOWN,
    "How fresh": _freshness,
}


def _put(venue_id: str, wanted: bool) -> None:
    ids = [one for one in collected() if one != venue_id]
    st.session_state[_TRAY] = [*ids, venue_id][-MOST:] if wanted else ids


def _leave_out(venue: Venue, venues: list[Venue]) -> None:
    rest = [str(one.venue_id) for one in venues if one.venue_id != venue.venue_id]
    st.query_params["ids"] = ",".join(rest)
    st.session_state[_TRAY] = rest
