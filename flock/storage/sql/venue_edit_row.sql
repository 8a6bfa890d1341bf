-- All that a person can change on a place, and what is kept true beside it.
SELECT quadkey, facts, hours_id, tz, lat, lon, precision_m, position_source, name, kind, status, address, town, postcode, country,
    hours, url, phone, seats, photo_url, source, licence, checked_on,
    wifi, sockets, noise, time_limit, calls, standing_desk, wheelchair, family_room, price
FROM venue
WHERE venue_id = $venue_id
