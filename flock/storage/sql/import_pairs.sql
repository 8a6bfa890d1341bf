-- Pairs that may be one place: a row that would come in as new, and a place that is there or a row above. They share a phone number or
-- website that few others have; or they lie near each other or share a postcode, and their names are not plainly different, as they are
-- where both have digits, but others. Of a cell or postcode with very many places, those are compared whose names begin with the
-- same word, and none where even those are too many.
CREATE OR REPLACE TEMP TABLE import_pair AS
WITH full_cell AS MATERIALIZED (SELECT cell FROM import_place GROUP BY cell HAVING count(*) > $most_together),
full_code AS MATERIALIZED (
    SELECT postcode FROM import_place WHERE postcode IS NOT NULL GROUP BY postcode HAVING count(*) > $most_together
),
in_cell AS NOT MATERIALIZED (
    SELECT number, lat, lon, plain, digits, CASE WHEN full_cell.cell IS NULL THEN hash(cell) ELSE hash(cell, word) END AS block
    FROM import_place LEFT JOIN full_cell USING (cell)
),
in_code AS NOT MATERIALIZED (
    SELECT number, plain, digits, CASE WHEN full_code.postcode IS NULL THEN postcode ELSE hash(postcode, word) END AS block
    FROM import_place LEFT JOIN full_code USING (postcode)
    WHERE postcode IS NOT NULL
),
too_many AS MATERIALIZED (
    SELECT block
    FROM (SELECT block FROM in_cell UNION ALL SELECT block FROM in_code)
    GROUP BY block
    HAVING count(*) > 2 * $most_together
),
around AS NOT MATERIALIZED (
    SELECT number, lat, lon, plain, digits, CASE WHEN full_cell.cell IS NULL THEN hash(cell) ELSE hash(cell, word) END AS block
    FROM (
        SELECT * REPLACE (cell + dy * 1048576 + dx AS cell)
        FROM import_place, (SELECT unnest([-1, 0, 1]) AS dx), (SELECT unnest([-1, 0, 1]) AS dy)
        WHERE number >= 0
    )
    LEFT JOIN full_cell USING (cell)
),
together AS NOT MATERIALIZED (
    SELECT around.number, around.plain, around.digits, twin.number AS twin, twin.plain AS twin_plain, twin.digits AS twin_digits
    FROM around JOIN in_cell AS twin USING (block)
    WHERE twin.number < around.number
        AND abs(twin.lat - around.lat) <= $reach_deg
        AND abs(twin.lon - around.lon) * cos(radians(around.lat)) <= $reach_deg
        AND block NOT IN (FROM too_many)
    UNION ALL
    SELECT own.number, own.plain, own.digits, twin.number, twin.plain, twin.digits
    FROM in_code AS own JOIN in_code AS twin USING (block)
    WHERE own.number >= 0 AND twin.number < own.number AND block NOT IN (FROM too_many)
),
rare_phone AS MATERIALIZED (
    SELECT number, phone
    FROM import_place SEMI JOIN (
        SELECT phone FROM import_place GROUP BY phone HAVING count(*) BETWEEN 2 AND $most_shared AND max(number) >= 0
    ) USING (phone)
),
rare_url AS MATERIALIZED (
    SELECT number, url
    FROM import_place SEMI JOIN (
        SELECT url FROM import_place GROUP BY url HAVING count(*) BETWEEN 2 AND $most_shared AND max(number) >= 0
    ) USING (url)
)
SELECT number, twin
FROM together
WHERE jaro_winkler_similarity(plain, twin_plain) >= $least_name
    AND (
        digits = '' OR twin_digits = '' OR (translate(digits, twin_digits, '') = '' AND translate(twin_digits, digits, '') = '')
    )
UNION
SELECT own.number, twin.number FROM rare_phone AS own JOIN rare_phone AS twin USING (phone) WHERE own.number >= 0 AND twin.number < own.number
UNION
SELECT own.number, twin.number FROM rare_url AS own JOIN rare_url AS twin USING (url) WHERE own.number >= 0 AND twin.number < own.number
