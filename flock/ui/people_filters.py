"""Whom a member wants to meet. It is kept, and holds in both directions."""

from uuid import UUID

import streamlit as st

from flock.domain import members, visibility
from flock.domain.visibility import Wish
from flock.errors import FlockError
from flock.services.people import Own
from flock.ui import look, resources, session

_STYLES = {"silent": "in silence", "breaks": "chat at breaks", "pair": "together"}
_ANY = "any time"
_ACTIVE = {_ANY: "", **{f"here {band}": band for band in visibility.ACTIVE}}


def show(own: Own) -> None:
    """Draw the filters in a popover; saving keeps them."""
    wish = own.wish
    count = len(wish.parts)
    with st.popover("Whom I'd like to meet" + (f" · {count}" if count else ""), icon=":material/tune:", key="wish"):
        st.caption("This works both ways: whom you leave out does not see you either.")
        styles = st.pills(
            "Working",
            list(members.STYLES),
            format_func=_STYLES.__getitem__,
            selection_mode="multi",
            default=sorted(wish.styles),
            key="wish_styles",
        )
        spoken = sorted({*own.seen.languages, *wish.languages})
        languages = st.pills("Speaking", spoken, selection_mode="multi", default=sorted(wish.languages), key="wish_languages")
        shared = st.slider("Hours a week in common, at least", 0, 20, min(wish.shared_hours, 20), key="wish_hours")
        active = st.selectbox("Lately", list(_ACTIVE), list(_ACTIVE.values()).index(wish.active), key="wish_active")
        vouched = st.checkbox("Only people whom others vouch for", wish.vouched, key="wish_vouched")
        groups: dict[UUID | None, str] = {None: "anybody"} | dict(own.groups)
        group = st.selectbox(
            "From",
            list(groups),
            list(groups).index(wish.group_id) if wish.group_id in groups else 0,
            format_func=groups.__getitem__,
            key="wish_group",
        )
        wanted = Wish(frozenset(styles), frozenset(languages), shared, _ACTIVE[active], vouched, group)
        with st.container(horizontal=True):
            st.button("Keep this", key="wish_save", disabled=wanted == wish, on_click=_save, args=(wanted,))
            if count:
                st.button("Meet anybody", key="wish_clear", type="tertiary", on_click=_clear)
    if problem := st.session_state.pop("wish_problem", ""):
        st.error(look.plain(problem), icon=":material/error:")


def _save(wish: Wish) -> None:
    try:
        resources.parts().people.save_wish(session.require(), wish)
    except FlockError as error:
        st.session_state["wish_problem"] = str(error)


def _clear() -> None:
    for key in ("styles", "languages", "hours", "active", "vouched", "group"):
        st.session_state.pop(f"wish_{key}", None)
    _save(Wish())
