-- Every 2,048th place in the order of the quadkeys: together they tell how densely places lie, anywhere.
SELECT quadkey, lat, lon
FROM venue
QUALIFY row_number() OVER () % 2048 = 0
