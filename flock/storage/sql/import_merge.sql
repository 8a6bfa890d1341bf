-- One slice of the places as they will be. The range of quadkeys lets zone maps leave out the rest of the table.
SELECT * EXCLUDE (place)
FROM (
    SELECT place, venue.*
    FROM venue JOIN import_order USING (venue_id)
    WHERE place BETWEEN $first_place AND $last_place AND venue.quadkey BETWEEN $first_key AND $last_key
    UNION ALL BY NAME
    SELECT
        place, coalesce(outcome.venue_id, uuidv7()) AS venue_id, natural_key, content_hash,
        $import_id::UUID AS import_id, $now::TIMESTAMPTZ AS updated_at,
        name, address, town, postcode, country, lat, lon, precision_m, position_source, tz,
        hours, CASE WHEN hours IS NOT NULL THEN (md5_number_lower(hours || '|' || tz) & 9223372036854775807)::BIGINT END AS hours_id,
        url, phone, seats, photo_url, source, licence, checked_on,
        word.* EXCLUDE (facts), stage.facts, stage.quadkey, search_text
    FROM import_stage AS stage
    JOIN import_order USING (line)
    JOIN import_outcome AS outcome USING (line)
    JOIN word ON word.facts = stage.facts
    WHERE place BETWEEN $first_place AND $last_place AND stage.quadkey BETWEEN $first_key AND $last_key
)
ORDER BY place
