-- What becomes of each staged row. Of rows with one key the first that is open is kept.
CREATE OR REPLACE TEMP TABLE import_outcome AS
WITH ranked AS (
    SELECT line, natural_key, content_hash, first_value(line) OVER same_place AS kept_line
    FROM import_stage
    WINDOW same_place AS (PARTITION BY natural_key ORDER BY facts & $closed, line)
),
existing AS (
    SELECT venue_id, natural_key, content_hash
    FROM venue ANTI JOIN import_given_way USING (import_id)
)
SELECT
    line, kept_line, venue_id,
    CASE
        WHEN line <> kept_line THEN 'duplicate'
        WHEN venue_id IS NULL THEN 'created'
        WHEN existing.content_hash = ranked.content_hash THEN 'unchanged'
        ELSE 'updated'
    END AS outcome
FROM ranked LEFT JOIN existing USING (natural_key)
