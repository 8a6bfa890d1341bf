-- Where places are and nothing more: half as long to plan as a question that also measures and sorts.
SELECT quadkey, lat, lon FROM venue WHERE {fits}
