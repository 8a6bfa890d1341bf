-- Pairs that may be one place: a row that would come in as new, and a place that is there or another such row. They lie near each
-- other or share a phone number, website or postcode, and their names are not plainly different. Phones and sites that many places
-- share tell nothing. A cell is a tile of a zoom at which it is as wide as `reach_m`.
WITH coming AS (
    SELECT line, NULL::UUID AS venue_id, natural_key, postcode, url, phone, lat, lon
    FROM import_stage SEMI JOIN (SELECT line FROM import_outcome WHERE outcome = 'created') USING (line)
),
there AS (
    SELECT NULL::BIGINT AS line, venue_id, natural_key, postcode, url, phone, lat, lon
    FROM venue ANTI JOIN import_given_way USING (import_id)
    WHERE venue_id NOT IN (SELECT lost_id FROM venue_merge WHERE undone_at IS NULL)
    UNION ALL BY NAME
    FROM coming
),
keyed AS MATERIALIZED (
    SELECT
        * EXCLUDE (natural_key, postcode, url, phone),
        row_number() OVER () AS number,
        split_part(natural_key, '|', 1) AS plain,
        floor((lon + 180) / 360 * (1 << $zoom))::INTEGER AS x,
        floor((1 - asinh(tan(radians(greatest(-85, least(85, lat))))) / pi()) / 2 * (1 << $zoom))::INTEGER AS y,
        CASE WHEN length(phone) >= 7 THEN right(regexp_replace(phone, '\D', '', 'g'), 9) END AS phone_key,
        CASE WHEN url <> '' THEN regexp_replace(lower(url), '^https?://(www\.)?|[/?#]+$', '', 'g') END AS url_key,
        CASE WHEN postcode <> '' THEN regexp_replace(upper(postcode), '[^A-Z0-9]+', '', 'g') END AS postcode_key
    FROM there
),
own AS MATERIALIZED (SELECT * FROM keyed WHERE line IS NOT NULL),
around AS (
    SELECT number, line, plain, lat, lon, x + dx AS x, y + dy AS y
    FROM own, (SELECT unnest([-1, 0, 1]) AS dx), (SELECT unnest([-1, 0, 1]) AS dy)
),
pair AS (
    SELECT around.number, keyed.number AS twin
    FROM around JOIN keyed USING (x, y)
    WHERE (keyed.line IS NULL OR keyed.line < around.line)
        AND abs(keyed.lat - around.lat) <= $reach_deg
        AND abs(keyed.lon - around.lon) * cos(radians(around.lat)) <= $reach_deg
        AND jaro_winkler_similarity(around.plain, keyed.plain) >= $least_name
    UNION
    SELECT own.number, keyed.number AS twin
    FROM own JOIN keyed USING (postcode_key)
    WHERE (keyed.line IS NULL OR keyed.line < own.line) AND jaro_winkler_similarity(own.plain, keyed.plain) >= $least_name
    UNION
    SELECT own.number, keyed.number AS twin
    FROM own JOIN keyed USING (phone_key)
    WHERE (keyed.line IS NULL OR keyed.line < own.line)
        AND phone_key IN (SELECT phone_key FROM keyed GROUP BY phone_key HAVING count(*) BETWEEN 2 AND $most_shared)
    UNION
    SELECT own.number, keyed.number AS twin
    FROM own JOIN keyed USING (url_key)
    WHERE (keyed.line IS NULL OR keyed.line < own.line)
        AND url_key IN (SELECT url_key FROM keyed GROUP BY url_key HAVING count(*) BETWEEN 2 AND $most_shared)
)
SELECT
    own.line, twin.venue_id, twin.line AS twin_line,
    row.name, row.address, row.town, own.postcode_key, own.url_key, own.phone_key, own.lat, own.lon, row.precision_m, row.facts,
    coalesce(venue.name, other.name) AS twin_name, coalesce(venue.address, other.address) AS twin_address,
    coalesce(venue.town, other.town) AS twin_town, twin.postcode_key AS twin_postcode_key, twin.url_key AS twin_url_key,
    twin.phone_key AS twin_phone_key, twin.lat AS twin_lat, twin.lon AS twin_lon,
    coalesce(venue.precision_m, other.precision_m) AS twin_precision_m, coalesce(venue.facts, other.facts) AS twin_facts
FROM pair
JOIN own ON own.number = pair.number
JOIN keyed AS twin ON twin.number = pair.twin
JOIN import_stage AS row ON row.line = own.line
LEFT JOIN venue ON venue.venue_id = twin.venue_id
LEFT JOIN import_stage AS other ON other.line = twin.line
ORDER BY own.line, twin.venue_id, twin.line
