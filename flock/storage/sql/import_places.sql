-- What is looked at to find places told twice: the rows that would come in as new, and the places that are there. `number` is the
-- line of a row, or below 0 a place that is there, so that of two the row to be decided about has the greater.
CREATE OR REPLACE TEMP TABLE import_place AS
WITH place AS (
    SELECT line AS number, NULL::UUID AS venue_id, natural_key, postcode, url, phone, lat, lon
    FROM import_stage SEMI JOIN (SELECT line FROM import_outcome WHERE outcome = 'created') USING (line)
    UNION ALL BY NAME
    SELECT -row_number() OVER () AS number, venue_id, natural_key, postcode, url, phone, lat, lon
    FROM venue ANTI JOIN import_given_way USING (import_id)
    WHERE venue_id NOT IN (SELECT lost_id FROM venue_merge WHERE undone_at IS NULL)
)
SELECT
    number, venue_id, lat, lon,
    split_part(natural_key, '|', 1) AS plain,
    floor((1 - asinh(tan(radians(greatest(-85, least(85, lat))))) / pi()) / 2 * (1 << $zoom))::BIGINT * $width
        + floor((lon + 180) / 360 * (1 << $zoom))::BIGINT AS cell,
    hash(regexp_extract(plain, '^(?:the )?([^ ]*)', 1)) AS word,
    import_hash(import_phone_key(phone)) AS phone,
    import_hash(import_url_key(url)) AS url,
    import_hash(import_postcode_key(postcode)) AS postcode
FROM place
