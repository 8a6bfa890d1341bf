import streamlit as st

from flock.ui import look, resources, session

WHO = {
    "new": "A new member, who has only just come and does not know anybody yet",
    "member": "A regular, who knows people and goes to meetups",
    "organiser": "An organiser, who brings in places and looks after them",
    "lead": "A community lead, who sees whether people find each other",
}

doors = resources.parts().accounts.demo_people()
if not doors:
    session.nothing_here()

st.title("Look around", anchor=False)
st.write("This community is made up, so you may see it through anybody's eyes. With real people in it this page does not exist.")
looking = session.person()
for door, (person, does, *_) in doors.items():
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"door_{door}"):
        about = f", {does}" if does else ""
        st.markdown(f"**{look.plain(person.name)}**{look.plain(about)}  \n{WHO[door]}.", width="stretch")
        if looking == person:
            st.button("You are her", key=f"is_{door}", disabled=True, icon=":material/check:")
        else:
            st.button(
                f"Be {look.plain(person.name)}",
                key=f"be_{door}",
                icon=":material/visibility:",
                on_click=session.look_as,
                args=(person.member_id,),
            )
if looking:
    st.button("Be nobody again", key="be_nobody", type="tertiary", on_click=session.look_as, args=(None,))
