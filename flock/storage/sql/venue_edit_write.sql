-- The quadkey as it was finds the row without reading all; natural_key and content_hash stay, so that imports still know the place.
UPDATE venue
SET updated_at = $now, quadkey = $quadkey, facts = $facts, search_text = $search_text, tz = $tz,
    hours_id = CASE WHEN $hours::VARCHAR IS NOT NULL THEN (md5_number_lower($hours::VARCHAR || '|' || $tz) & 9223372036854775807)::BIGINT END,
    lat = $lat, lon = $lon, precision_m = $precision_m, position_source = $position_source,
    name = $name, kind = $kind, status = $status, address = $address, town = $town, postcode = $postcode, country = $country,
    hours = $hours, url = $url, phone = $phone, seats = $seats, photo_url = $photo_url, source = $source, licence = $licence,
    checked_on = $checked_on, wifi = $wifi, sockets = $sockets, noise = $noise, time_limit = $time_limit, calls = $calls,
    standing_desk = $standing_desk, wheelchair = $wheelchair, family_room = $family_room, price = $price
WHERE quadkey = $old_quadkey AND venue_id = $venue_id
