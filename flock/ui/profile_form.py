"""The parts of the profile page: status, photo, hours by weekday, and the words of a member about herself."""

from datetime import time

import streamlit as st

from flock.domain import members, profiles, work_hours
from flock.domain.members import Person
from flock.domain.profiles import Profile
from flock.domain.work_hours import Span
from flock.ui import look, resources

_NOT_NOW = "not now"
STATUS = {"company": "I want company", "open": "Open to it", _NOT_NOW: "Not now"}
STATUS_HINT = {
    "company": "Falls back to «not now» in a week by itself.",
    "open": "Falls back to «not now» in four weeks by itself.",
    _NOT_NOW: "Your card says nothing of it.",
}
STYLE = {"silent": "In silence", "breaks": "With a chat at breaks", "pair": "Together on something", None: "I don't mind"}
_LIST = {
    "languages": ("Languages", "English"),
    "can_help": ("I can help with", "tax returns"),
    "wants_to_learn": ("I want to learn", "screen printing"),
    "interests": ("I like", "choir, walking"),
}
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_CLOCK = [time(half // 2, half % 2 * 30) for half in range(48)]
_MOST_SPANS = 5


def status(person: Person) -> None:
    """Ask whether she looks for company now."""
    service = resources.parts().profiles
    now = service.status(person) or _NOT_NOW
    chosen = st.segmented_control(
        "Would you like company?", list(STATUS), default=now, format_func=STATUS.__getitem__, required=True
    )
    if chosen != now:
        service.set_status(person, None if chosen == _NOT_NOW else chosen)
    st.caption(STATUS_HINT[chosen])


def photo(person: Person) -> None:
    """Show her photo, and let her choose another or none."""
    service = resources.parts().profiles
    there = service.own_photo(person)
    if there:
        st.html(f'<img class="flock-photo" src="photos/{there}" alt="Your photo">')
    with st.popover("Change your photo" if there else "Add a photo", icon=":material/add_a_photo:"):
        file = st.file_uploader("JPEG, PNG or WebP, up to 10 MB", type=["jpg", "jpeg", "png", "webp", "gif"], key="photo")
        st.caption("We keep the picture alone: not where, when or with what it was taken.")
        if (
            file
            and st.button("Use this photo", icon=":material/check:")
            and look.done(lambda: service.save_photo(person, file.getvalue()))
        ):
            st.rerun()
        if there and st.button("Remove it", type="tertiary", icon=":material/delete:"):
            service.save_photo(person, None)
            st.rerun()


def words(person: Person, own: Profile) -> None:
    """Ask for all that she tells of herself."""
    with st.form("profile", border=False):
        name = st.text_input("First name", own.name, max_chars=members.MOST_LETTERS_OF_NAME)
        does = st.text_input("What do you do?", own.does or "", max_chars=members.MOST_LETTERS_OF_LINE, placeholder="translator")
        style = st.radio(
            "How do you like to work beside others?",
            [*members.STYLES, None],
            [*members.STYLES, None].index(own.style),
            format_func=STYLE.__getitem__,
            horizontal=True,
        )
        st.markdown("**When do you work?**")
        times = _hours(own.works)
        languages, can_help = _list("languages", own.languages), _list("can_help", own.can_help)
        wants_to_learn, interests = _list("wants_to_learn", own.wants_to_learn), _list("interests", own.interests)
        saved = st.form_submit_button("Save", type="primary", icon=":material/check:")

    def save() -> None:
        works = work_hours.written(times)
        told = Profile(name, does, works, style, languages, can_help, wants_to_learn, interests)
        resources.parts().profiles.save(person, told)

    if saved and look.done(save):
        st.toast("Saved.", icon=":material/check:")
        st.rerun()


def _hours(works: str | None) -> list[Span]:
    """Show a row for each span of hours, and one more."""
    there = work_hours.spans(works)[:_MOST_SPANS]
    rows = [*there, Span((), time(9), time(17))]
    chosen: list[Span] = []
    for row, span in enumerate(rows):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            days = st.pills(
                "Days" if row == 0 else "Other hours on",
                range(7),
                selection_mode="multi",
                default=list(span.days),
                format_func=_DAYS.__getitem__,
                key=f"days_{row}_{works}",
            )
            opens = st.selectbox(
                "From",
                _clocks(span.opens),
                _clocks(span.opens).index(span.opens),
                format_func=_said,
                key=f"from_{row}_{works}",
                width=110,
            )
            closes = st.selectbox(
                "To",
                _clocks(span.closes),
                _clocks(span.closes).index(span.closes),
                format_func=_said,
                key=f"to_{row}_{works}",
                width=110,
            )
        if days:
            chosen.append(Span(tuple(days), opens, closes))
    st.caption("Take all days of a row away to remove it.")
    return chosen


def _list(of: str, there: tuple[str, ...]) -> tuple[str, ...]:
    label, example = _LIST[of]
    picked = st.multiselect(
        label,
        list(there),
        list(there),
        accept_new_options=True,
        placeholder=f"{example}: type and press Enter",
        key=f"list_{of}",
        max_selections=profiles.MOST_IN_A_LIST,
    )
    return tuple(picked)


def _clocks(own: time) -> list[time]:
    return sorted({*_CLOCK, own})


def _said(clock: time) -> str:
    return f"{clock.hour}:{clock.minute:02d}"
