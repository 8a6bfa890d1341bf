import streamlit as st

from flock.ui import gate, profile_form, resources, session

person = session.require()
own, seen_by = resources.parts().profiles.own(person)

st.title("Your profile", anchor=False)
st.write(f"This is what others see of you. You chose who may: **{gate.SEEN_BY[seen_by].split('.')[0].lower()}**.")
st.page_link("account/settings.py", label="Who may see me, and where I am", icon=":material/tune:")
profile_form.status(person)
profile_form.photo(person)
profile_form.words(person, own)
