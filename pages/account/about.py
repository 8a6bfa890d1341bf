import streamlit as st

from flock.ui import resources

parts = resources.parts()

st.title(f"About {parts.settings.community}", anchor=False)
st.write(
    "Working from home can be lonely. Flock shows women who work from home places to work near them, and people to work with. "
    "There are no followers here and no likes: a community is people who answer, meet, help and come back."
)
st.subheader("Where the places come from", anchor=False)
if parts.is_sample():
    st.write("These are made up, places and people, and given away under CC0.")
for credit in parts.discovery.credits():
    st.text(credit)
st.write("Take them along: as [GeoJSON](api/venues.geojson), [CSV](api/venues.csv) or [GeoParquet](api/venues.parquet).")
st.subheader("Who made the map and the postcodes", anchor=False)
for line in (
    parts.settings.tiles_attribution if parts.settings.tiles_url else "",
    "Coastlines: GSHHG (Wessel and Smith). Towns: GeoNames, CC BY 4.0.",
    parts.geocoder().attribution,
):
    if line:
        st.text(line)
