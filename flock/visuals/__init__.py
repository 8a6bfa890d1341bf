"""Tables in, folium layers and charts out."""
