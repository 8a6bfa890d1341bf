-- Everything a table of places says, in the order of the map.
SELECT venue_id::VARCHAR AS venue_id, name, kind, status, address, town, postcode, country, lat, lon, precision_m, position_source,
    tz, hours, wifi, sockets, noise, time_limit, calls, standing_desk, wheelchair, family_room, price, seats, url, phone,
    source, licence, checked_on
FROM venue
WHERE {fits}
ORDER BY quadkey, venue_id
LIMIT $most
