"""A place as a card in a list: what decides comes first, and how sure we are of it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import streamlit as st

from flock.domain import filters as asking
from flock.domain import hours, words
from flock.domain.venues import UNKNOWN, Status, Venue
from flock.ui import look, menu, session

VAGUE_M = 500  # a position less sure than this is a town, not a door
_USUAL_FACTS = ("wifi", "sockets", "noise")


def place(venue: Venue, *, distance: str, needs: Iterable[str], chosen: bool) -> None:
    """Draw a card. A click anywhere on it chooses the place: the address and the map follow."""
    key = "chosen" if chosen else f"card_{venue.venue_id.hex}"
    with st.container(border=True, key=key, gap="xsmall"):
        st.html(_html(venue, distance=distance, needs=needs))
        if not chosen:
            st.button(look.plain(venue.name), key=f"pick_{venue.venue_id.hex}", on_click=choose, args=(str(venue.venue_id),))
            _about(venue)
            return
        with st.container(key=f"more_{venue.venue_id.hex}_chosen", horizontal=True, vertical_alignment="center"):
            if UNKNOWN in venue.facts.values() and session.person():
                st.page_link(
                    "discover/suggest.py",
                    label="Know it better?",
                    icon=":material/lightbulb:",
                    query_params={"id": str(venue.venue_id)},
                    help="",
                )
            _about(venue)
            st.button("Close", key="unchoose", icon=":material/close:", type="tertiary", on_click=choose, args=("",))


def _about(venue: Venue) -> None:
    page, about = menu.page("discover/place.py"), {"id": str(venue.venue_id)}
    st.page_link(page, label="All about it", icon=":material/arrow_forward:", query_params=about, help="")


def choose(venue_id: str) -> None:
    """Choose a place, or none; a callback."""
    if venue_id:
        st.query_params["place"] = venue_id
    else:
        st.query_params.pop("place", None)


def opening(venue: Venue) -> str:
    """Say whether a place is open, until when, or that nobody knows."""
    if venue.status == Status.TEMPORARILY_CLOSED:
        return "closed for now"
    if venue.status == Status.CLOSED:
        return "closed for good"
    if not venue.hours:
        return "hours not known yet"
    now = datetime.now(UTC).astimezone(ZoneInfo(venue.tz))
    return words.opening(hours.state(venue.hours, venue.tz, now), now)


def _html(venue: Venue, *, distance: str, needs: Iterable[str]) -> str:
    when = opening(venue)
    asked = [asking.NEEDS[need][0] for need in asking.NEEDS if need in set(needs)]
    facts = list(dict.fromkeys([*asked, *_USUAL_FACTS]))[: max(3, len(asked))]
    where = ", ".join(part for part in (venue.address, venue.town) if part)
    far = "somewhere in town" if venue.precision_m > VAGUE_M else distance
    return (
        '<div class="flock-card">'
        f'<div class="top"><span class="name">{look.escaped(venue.name)}</span><span class="far">{far}</span></div>'
        f'<div>{words.KIND[venue.kind][0]} · <span class="{"open" if when.startswith("open") else "quiet"}">{when}</span></div>'
        f'<div class="quiet">{look.escaped(where)}</div>'
        f'<div class="facts">{_facts(venue, facts)}</div>'
        f'<div class="quiet fresh">{words.freshness(venue.checked_on, datetime.now(UTC).date())}</div>'
        "</div>"
    )


def _facts(venue: Venue, names: list[str]) -> str:
    known = [name for name in names if venue.facts[name] != UNKNOWN]
    unknown = [words.FACT_NAME[name] for name in names if venue.facts[name] == UNKNOWN]
    named = words.join([*unknown[:1], *map(words.mid_sentence, unknown[1:])])
    not_known = f'<span class="fact unknown">{named}: not known yet</span>' if unknown else ""
    return "".join(_fact(name, venue.facts[name]) for name in known) + not_known


def _fact(name: str, value: str) -> str:
    good = any(value in accepted for fact, accepted in asking.NEEDS.values() if fact == name)
    return f'<span class="fact{" yes" if good else ""}">{"✓ " if good else ""}{words.FACT[name][value]}</span>'
