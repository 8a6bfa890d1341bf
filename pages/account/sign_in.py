import streamlit as st

from flock.ui import providers, resources, session

names = providers.there()
if not names or session.signed_in():
    session.nothing_here()

st.title("Sign in", anchor=False)
st.write(
    "You sign in with an account that you already have. It tells us who you are and nothing else that we keep but your first name and "
    "a verified e-mail address; we never see your password."
)
for name in names:
    st.button(
        f"Sign in with {name.replace('-', ' ').title()}",
        key=f"with_{name}",
        type="primary" if len(names) == 1 else "secondary",
        icon=":material/login:",
        on_click=st.login,
        args=(name,),
    )
st.caption(f"New to {resources.parts().settings.community}? It begins the same way; we'll show you around.")
