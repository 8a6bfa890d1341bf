-- One slice of the places as they will be: what stays, and what this import brings.
SELECT *
FROM (
    SELECT *
    FROM venue
    WHERE quadkey BETWEEN $first_key AND $next_key
        AND NOT (quadkey = $first_key AND hash(natural_key) < $first_tie)
        AND NOT (quadkey = $next_key AND hash(natural_key) >= $next_tie)
        AND venue_id NOT IN (SELECT venue_id FROM import_outcome WHERE outcome = 'updated')
        AND ($sample OR NOT EXISTS (SELECT 1 FROM import_batch WHERE sample AND import_batch.import_id = venue.import_id))
    UNION ALL BY NAME
    SELECT
        venue_id, natural_key, content_hash, $import_id::UUID AS import_id, $now::TIMESTAMPTZ AS updated_at,
        name, address, town, postcode, country, lat, lon, precision_m, position_source, tz,
        hours, CASE WHEN hours IS NOT NULL THEN (md5_number_lower(hours || '|' || tz) & 9223372036854775807)::BIGINT END AS hours_id,
        url, phone, seats, photo_url, source, licence, checked_on,
        word.* EXCLUDE (facts), stage.facts, quadkey, search_text
    FROM import_stage AS stage JOIN import_word AS word ON word.facts = stage.facts
    WHERE quadkey BETWEEN $first_key AND $next_key
        AND NOT (quadkey = $first_key AND hash(natural_key) < $first_tie)
        AND NOT (quadkey = $next_key AND hash(natural_key) >= $next_tie)
)
ORDER BY quadkey, hash(natural_key)
