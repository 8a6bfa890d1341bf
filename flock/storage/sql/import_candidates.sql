-- The pairs that may be one place, each side with what it is told by; `number` as in import_places.sql.
WITH meant AS MATERIALIZED (
    SELECT number, venue_id
    FROM import_place SEMI JOIN (SELECT number FROM import_pair UNION SELECT twin AS number FROM import_pair) USING (number)
),
told AS MATERIALIZED (
    SELECT number, NULL::UUID AS venue_id, name, address, town, postcode, url, phone, lat, lon, precision_m, facts
    FROM import_stage JOIN meant ON line = number
    UNION ALL BY NAME
    SELECT number, venue_id, name, address, town, postcode, url, phone, lat, lon, precision_m, facts
    FROM venue JOIN meant USING (venue_id)
),
side AS MATERIALIZED (
    SELECT
        * EXCLUDE (postcode, url, phone),
        import_postcode_key(postcode) AS postcode_key, import_url_key(url) AS url_key, import_phone_key(phone) AS phone_key
    FROM told
)
SELECT
    own.number AS line, other.venue_id, CASE WHEN other.number >= 0 THEN other.number END AS twin_line,
    own.* EXCLUDE (number, venue_id),
    other.name AS twin_name, other.address AS twin_address, other.town AS twin_town, other.postcode_key AS twin_postcode_key,
    other.url_key AS twin_url_key, other.phone_key AS twin_phone_key, other.lat AS twin_lat, other.lon AS twin_lon,
    other.precision_m AS twin_precision_m, other.facts AS twin_facts
FROM (SELECT DISTINCT number, twin FROM import_pair) AS pair JOIN side AS own ON own.number = pair.number JOIN side AS other ON other.number = pair.twin
ORDER BY own.number, other.venue_id, twin_line
