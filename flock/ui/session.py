"""Who looks at the page: read from the database at every run, so that a role taken away is gone at once."""

from typing import NoReturn
from uuid import UUID

import streamlit as st

from flock.domain import sign_in as claims
from flock.domain.members import ROLES, Person
from flock.domain.sign_in import SignIn
from flock.errors import NotSignedIn
from flock.ui import providers, resources

ANYBODY, STRANGER, NEWCOMER, DEMO = "", "stranger", "newcomer", "demo"
"""Whom a page is for, besides the roles: everybody; who could sign in; who stands at the gate; who looks at the sample."""

_LOOKING_AS = "looking_as"
_ASKED = "as"
_LED = "led_to_gate"
_BELIEVED = "believed"


def person() -> Person | None:
    """Give who looks, or None for somebody whom we do not know, who stands at the gate, or who was sent away.

    On the demo community a link to any page may say through whose eyes: `?as=lead`.
    """
    return _looked_through() or _through_the_gate(signed_in())


def signed_in() -> Person | None:
    """Give who has signed in, wherever she stands: for the gate, and for what somebody sent away must be able to read."""
    parts = resources.parts()
    sign_in = _sign_in()
    try:
        return parts.accounts.known(parts.sign_ins.member(sign_in)) if sign_in else None
    except NotSignedIn:
        return None


def identity(*, as_before: bool = False) -> str:
    """Give who she is to her provider, empty where her sign-in is not believed; with `as_before`, where it never was in this tab."""
    sign_in = _sign_in()
    if sign_in and signed_in():
        st.session_state[_BELIEVED] = sign_in.identity
        return sign_in.identity
    believed: str = st.session_state.get(_BELIEVED, "") if as_before and sign_in else ""
    return believed


def believed() -> Person:
    """Give who looks, for what she sends from a page that may have been open for long; a callback.

    Raises:
        NotSignedIn: her sign-in is not believed any more; why.
    """
    looking = person()
    if looking is None:
        raise NotSignedIn(refusal() or "You are not signed in any more. Sign in again to go on.")
    return looking


def refusal() -> str:
    """Say why a sign-in that is there is not believed; empty where there is none, or it is."""
    sign_in = _sign_in()
    try:
        if sign_in:
            resources.parts().sign_ins.member(sign_in)
    except NotSignedIn as error:
        return str(error)
    return ""


def roles() -> frozenset[str]:
    """Give whom of the pages' readers she is: the roles she has, and the others that stand above."""
    known = signed_in()
    looking = _looked_through() or _through_the_gate(known)
    mine = {ANYBODY, *(role for role in ROLES if looking and looking.may(role))}
    if known and not looking:
        mine.add(NEWCOMER)
    if not known and providers.there():
        mine.add(STRANGER)
    if resources.parts().accounts.is_demo():
        mine.add(DEMO)
    return frozenset(mine)


def require(role: str = ROLES[0]) -> Person:
    """Give who looks; stop the page where she may not do what that role may. The first line of every guarded page."""
    looking = person()
    if looking is None or not looking.may(role):
        nothing_here()
    return looking


def require_newcomer() -> Person:
    """Give who stands at the gate or was sent away; stop the page for everybody else."""
    known = signed_in()
    if known is None or person():
        nothing_here()
    return known


def say_signed_out() -> None:
    """Say on any page why her sign-in is not believed any more, and where she signs in again."""
    if why := refusal():
        with st.container(key="signed_out"):
            st.warning(f"{why} What you have written is still here.", icon=":material/info:")
            st.page_link("account/sign_in.py", label="Sign in", icon=":material/login:")


def nothing_here() -> NoReturn:
    """Answer as for an address that leads nowhere, and stop the page."""
    st.title("This page is not here", anchor=False)
    st.write("The link may have been cut short, or the page is not for you. The places are one step back.")
    st.page_link("discover/places.py", label="All places", icon=":material/arrow_back:")
    st.stop()


def lead_to_gate(mine: frozenset[str]) -> None:
    """Take somebody new to the gate, once a visit; the places she may look at before it, too."""
    if NEWCOMER in mine and not st.session_state.get(_LED):
        st.session_state[_LED] = True
        st.switch_page("account/welcome.py")


def sign_out() -> None:
    """End this sign-in wherever its cookie was copied to, then forget it in this browser; a callback."""
    if sign_in := _sign_in():
        resources.parts().sign_ins.end(sign_in)
        st.logout()


def sign_out_everywhere() -> None:
    """End every sign-in of hers on every device; a callback."""
    if known := signed_in():
        resources.parts().sign_ins.end_everywhere(known)
        st.logout()


def look_as(member_id: UUID | None) -> None:
    """Look at the demo community through an invented person's eyes, or as nobody again; a callback."""
    st.query_params.pop(_ASKED, None)
    st.session_state[_LOOKING_AS] = member_id


def _sign_in() -> SignIn | None:
    said = st.user.to_dict()
    return claims.read(said) if said.get("is_logged_in") is True else None


def _looked_through() -> Person | None:
    """Give the invented person through whose eyes a visitor looks."""
    accounts = resources.parts().accounts
    if _ASKED in st.query_params and (asked := accounts.demo_people().get(st.query_params[_ASKED])):
        st.session_state[_LOOKING_AS] = asked.person.member_id
    looking_as: UUID | None = st.session_state.get(_LOOKING_AS)
    return accounts.person(looking_as) if looking_as and accounts.is_demo() else None


def _through_the_gate(known: Person | None) -> Person | None:
    parts = resources.parts()
    return parts.accounts.person(known.member_id) if known and parts.gate.step(known.member_id) is None else None
