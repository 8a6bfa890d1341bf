-- Where each place is and what it offers, in 24 bytes: what is kept in memory to find places by.
SELECT quadkey, facts, lat::FLOAT AS lat, lon::FLOAT AS lon FROM venue
