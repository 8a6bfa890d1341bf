-- What becomes of each staged row. Of rows with one key the first that is open is kept. Sample places give way to real ones.
CREATE TEMP TABLE import_outcome AS
WITH ranked AS (
    SELECT line, natural_key, content_hash, first_value(line) OVER same_place AS kept_line
    FROM import_stage
    WINDOW same_place AS (PARTITION BY natural_key ORDER BY facts & $closed, line)
),
existing AS (
    SELECT venue_id, natural_key, content_hash
    FROM venue
    WHERE $sample OR NOT EXISTS (SELECT 1 FROM import_batch WHERE sample AND import_batch.import_id = venue.import_id)
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
