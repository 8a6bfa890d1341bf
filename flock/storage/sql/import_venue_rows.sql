SELECT
    venue_id, natural_key, content_hash,
    name, address, town, postcode, country, lat, lon, precision_m, position_source, tz, hours,
    url, phone, seats, photo_url, source, licence, checked_on, facts
FROM venue SEMI JOIN (SELECT venue_id::UUID AS venue_id FROM chunk) USING (venue_id)
