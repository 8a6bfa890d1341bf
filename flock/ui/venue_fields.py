"""The field of a place in a form: a choice where there are words for it, a line of text otherwise."""

from datetime import date

import streamlit as st

from flock.domain import editing, venues, words
from flock.domain.editing import POSITION

_HELP = {
    POSITION: "Latitude and longitude, or a postcode or town to look up.",
    "hours": "As OpenStreetMap writes them: Mo-Fr 09:00-17:30; Sa 10:00-16:00",
    "seats": "A number, or a range such as 20-30.",
    "photo_url": "A web address that begins with https://",
}


def draw(field: str, told: str | None, *, key: str) -> None:
    """Draw one field with what the place says now."""
    label, value = editing.LABEL[field], editing.typed(field, told)
    if field in venues.VOCABULARY:
        options = venues.VOCABULARY[field]
        st.selectbox(
            label,
            options,
            index=options.index(value),
            key=key,
            format_func=lambda word: words.capital(editing.said(field, word)),
            filter_mode=None,
        )
    elif field == "checked_on":
        st.date_input(label, value=date.fromisoformat(value) if value else None, key=key, format="DD/MM/YYYY")
    else:
        st.text_input(label, value, key=key, help=_HELP.get(field), placeholder="Not known yet")
