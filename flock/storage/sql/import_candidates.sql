-- Pairs that may be one place: a row that would come in as new, and a place that is there or another such row. They lie near each
-- other or share a phone number, website or postcode, and their names are not plainly different. Phones and sites that many places
-- share tell nothing. A cell is a tile of a zoom at which it is as wide as `reach_m`.
WITH coming AS (
    SELECT line, NULL::UUID AS venue_id, natural_key, name, address, town, postcode, url, phone, lat, lon, precision_m, facts
    FROM import_stage SEMI JOIN (SELECT line FROM import_outcome WHERE outcome = 'created') USING (line)
),
there AS (
    SELECT NULL::BIGINT AS line, venue_id, natural_key, name, address, town, postcode, url, phone, lat, lon, precision_m, facts
    FROM venue ANTI JOIN import_given_way USING (import_id)
    WHERE venue_id NOT IN (SELECT lost_id FROM venue_merge WHERE undone_at IS NULL)
    UNION ALL BY NAME
    FROM coming
),
keyed AS (
    SELECT
        *,
        split_part(natural_key, '|', 1) AS plain,
        floor((lon + 180) / 360 * (1 << $zoom))::INTEGER AS x,
        floor((1 - asinh(tan(radians(greatest(-85, least(85, lat))))) / pi()) / 2 * (1 << $zoom))::INTEGER AS y,
        CASE WHEN phone IS NOT NULL THEN right(regexp_replace(phone, '\D', '', 'g'), 9) END AS phone_key,
        CASE WHEN url IS NOT NULL THEN regexp_replace(lower(url), '^https?://(www\.)?|[/?#]+$', '', 'g') END AS url_key,
        CASE WHEN postcode IS NOT NULL THEN regexp_replace(upper(postcode), '[^A-Z0-9]+', '', 'g') END AS postcode_key
    FROM there
),
own AS (SELECT * FROM keyed WHERE line IS NOT NULL),
around AS (
    SELECT own.*, x + dx AS near_x, y + dy AS near_y
    FROM own, (SELECT unnest([-1, 0, 1]) AS dx), (SELECT unnest([-1, 0, 1]) AS dy)
),
pair AS (
    SELECT around.line, keyed.venue_id, keyed.line AS twin_line
    FROM around JOIN keyed ON keyed.x = near_x AND keyed.y = near_y
    WHERE (keyed.line IS NULL OR keyed.line < around.line)
        AND abs(keyed.lat - around.lat) <= $reach_deg
        AND abs(keyed.lon - around.lon) * cos(radians(around.lat)) <= $reach_deg
        AND jaro_winkler_similarity(around.plain, keyed.plain) >= $least_name
    UNION
    SELECT own.line, keyed.venue_id, keyed.line AS twin_line
    FROM own JOIN keyed USING (postcode_key)
    WHERE (keyed.line IS NULL OR keyed.line < own.line) AND jaro_winkler_similarity(own.plain, keyed.plain) >= $least_name
    UNION
    SELECT own.line, keyed.venue_id, keyed.line AS twin_line
    FROM own JOIN keyed ON keyed.phone_key = own.phone_key
    WHERE (keyed.line IS NULL OR keyed.line < own.line) AND length(own.phone_key) >= 7
        AND own.phone_key IN (SELECT phone_key FROM keyed GROUP BY phone_key HAVING count(*) <= $most_shared)
    UNION
    SELECT own.line, keyed.venue_id, keyed.line AS twin_line
    FROM own JOIN keyed ON keyed.url_key = own.url_key
    WHERE (keyed.line IS NULL OR keyed.line < own.line) AND own.url_key <> ''
        AND own.url_key IN (SELECT url_key FROM keyed GROUP BY url_key HAVING count(*) <= $most_shared)
)
SELECT
    pair.line, pair.venue_id, pair.twin_line,
    own.* EXCLUDE (line, venue_id, natural_key, plain, x, y),
    keyed.name AS twin_name, keyed.address AS twin_address, keyed.town AS twin_town, keyed.postcode_key AS twin_postcode_key,
    keyed.url_key AS twin_url_key, keyed.phone_key AS twin_phone_key, keyed.lat AS twin_lat, keyed.lon AS twin_lon,
    keyed.precision_m AS twin_precision_m, keyed.facts AS twin_facts
FROM pair
JOIN own ON own.line = pair.line
JOIN keyed ON keyed.venue_id = pair.venue_id OR keyed.line = pair.twin_line
ORDER BY pair.line, pair.venue_id, pair.twin_line
