"""The steps at the gate, each asking one thing."""

from collections.abc import Callable

import streamlit as st

from flock.domain import members, words
from flock.domain.gate import Progress
from flock.domain.members import Person, Standing
from flock.ui import home_map, look, resources, safety_dialogs, session

SEEN_BY = {
    "nobody": "Nobody yet. I look around first",
    "groups": "People in my groups",
    "vouched": "People whom others vouch for",
    "everyone": "Everyone who is a member",
}
_AWAY = {
    "paused": "A lead has paused your membership",
    "banned": "A lead has ended your membership",
    "left": "You have left",
}


def rules(person: Person) -> None:
    """Show the rules and ask for a yes."""
    gate = resources.parts().gate
    with st.container(border=True):
        st.markdown(gate.rules.text)
    if st.button("I'll keep to these", type="primary", icon=":material/check:"):
        gate.accept_rules(person.member_id, gate.rules.version)
        st.rerun()


def profile(person: Person, done: Progress) -> None:
    """Ask for a first name and what she does."""
    with st.form("introduce", border=False):
        st.subheader("What shall others call you?", anchor=False)
        name = st.text_input("First name", value=done.name, max_chars=members.MOST_LETTERS_OF_NAME, autocomplete="given-name")
        does = st.text_input(
            "What do you do?", value=done.does or "", max_chars=members.MOST_LETTERS_OF_LINE, placeholder="translator"
        )
        if st.form_submit_button("Go on", type="primary") and look.done(
            lambda: resources.parts().gate.introduce(person.member_id, name=name, does=does)
        ):
            st.rerun()


def home(person: Person) -> None:
    """Ask where she is. What she types is gone from the page with the answer."""
    st.subheader("Where are you, roughly?", anchor=False)
    home_form(person, "Go on")


def home_form(person: Person, label: str) -> None:
    """Ask for a postcode or a town, or for a hexagon of the map, and save the hexagon."""
    ways = st.segmented_control(
        "How", ["Type it", "Pick it on a map"], default="Type it", required=True, label_visibility="collapsed"
    )
    if ways == "Type it":
        with st.form("home", clear_on_submit=True, border=False):
            where = st.text_input("Postcode or town", placeholder="BS4 or Totterdown", max_chars=200, autocomplete="off")
            st.caption(
                ":material/hexagon: We keep the hexagon of about 5 km² around it, and neither what you type nor the point. "
                "Others see no more than that, and only where five or more people share it."
            )
            asked = st.form_submit_button(label, type="primary")
        saved = asked and _saved(lambda: resources.parts().homes.save(person.member_id, where))
    else:
        picked = home_map.pick(resources.parts().homes.cell(person.member_id))
        st.caption(
            ":material/hexagon: Your browser sends us the hexagon that you picked, and no point in it. "
            "Others see no more than that, and only where five or more people share it."
        )
        asked = st.button(label, type="primary", disabled=picked is None, key="home_picked")
        saved = asked and picked is not None and _saved(lambda: resources.parts().homes.choose(person.member_id, picked))
    if saved:
        st.rerun()


def _saved(save: Callable[[], bool]) -> bool:
    def told() -> None:
        st.toast("Saved." if save() else "That is the hexagon you are in already.", icon=":material/hexagon:")

    return look.done(told)


def seen_by(person: Person) -> None:
    """Ask who may see her. Nobody is where everyone begins."""
    with st.form("seen_by", border=False):
        st.subheader("Who may see you?", anchor=False)
        chosen = st.radio("Who may see you?", members.SEEN_BY, format_func=SEEN_BY.get, label_visibility="collapsed")
        st.caption("Who is hidden cannot browse others. You can change it whenever you like.")
        if st.form_submit_button("Come in", type="primary"):
            resources.parts().gate.choose_seen_by(person.member_id, chosen)
            st.rerun()


def waiting(done: Progress) -> None:
    """Say who has to let her in, and give her the link with which others vouch for her."""
    needed = members.vouches_needed(done.members)
    st.subheader("Nearly there: somebody has to know you", anchor=False)
    st.write(
        f"{words.count(needed, 'member has', 'members have')} to vouch for you, or a lead says yes; {done.vouches} so far. "
        "Send this link to members who know you. Nobody else can see that you are waiting, except the leads."
    )
    st.code(f"{(st.context.url or '').rsplit('/', 1)[0]}/vouch?for={done.vouch_code}", language=None, wrap_lines=True)
    st.button("Look again", key="look_again", icon=":material/refresh:")


def away(person: Person, standing: Standing) -> None:
    """Say why she is not here, and let her who left come back or take her data."""
    st.title(_AWAY[standing.state], anchor=False)
    if standing.until:
        st.write(f"Until {words.day(standing.until.date())}.")
    safety_dialogs.notices()
    service = resources.parts().personal_data
    if gone_at := service.leaves_for_good_at(person):
        st.write(
            f"Nobody sees you any more. On {words.day(gone_at.date())} all that is yours is erased; until then you can come back."
        )
        if st.button("I'd like to stay after all", type="primary", icon=":material/undo:"):
            service.come_back(person)
            st.rerun()
    own_data(person)
    st.divider()
    st.button("Sign out", key="sign_out", type="tertiary", icon=":material/logout:", on_click=session.sign_out)


def own_data(person: Person) -> None:
    """Let her take along all that is hers."""
    if st.button("Get my data", key="get_data", icon=":material/folder_zip:"):
        told_pass = resources.parts().personal_data.offer(person)
        st.link_button("Download it", f"export/{told_pass}", icon=":material/download:")
        st.caption("One ZIP with everything as JSON and as tables, and your photo. The link works once, for five minutes.")
