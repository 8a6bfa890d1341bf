-- The places as this import brings them.
CREATE TEMP VIEW import_coming AS
SELECT
    venue_id, natural_key, content_hash, this.import_id, this.now AS updated_at,
    name, address, town, postcode, country, lat, lon, precision_m, position_source, tz,
    hours, CASE WHEN hours IS NOT NULL THEN (md5_number_lower(hours || '|' || tz) & 9223372036854775807)::BIGINT END AS hours_id,
    url, phone, seats, photo_url, source, licence, checked_on,
    word.* EXCLUDE (facts), stage.facts, quadkey, search_text
FROM import_stage AS stage JOIN import_word AS word ON word.facts = stage.facts, import_this AS this
