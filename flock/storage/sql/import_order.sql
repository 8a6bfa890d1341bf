-- Every place as it will be, numbered along the Z-order curve: those that stay by venue_id, those that this import brings by line.
CREATE TEMP TABLE import_order AS
SELECT row_number() OVER (ORDER BY quadkey) - 1 AS place, quadkey, venue_id, line
FROM (
    SELECT quadkey, venue_id, NULL AS line
    FROM venue
    WHERE venue_id NOT IN (SELECT venue_id FROM import_outcome WHERE outcome = 'updated')
        AND ($sample OR NOT EXISTS (SELECT 1 FROM import_batch WHERE sample AND import_batch.import_id = venue.import_id))
    UNION ALL
    SELECT quadkey, NULL AS venue_id, line
    FROM import_stage JOIN import_outcome USING (line)
    WHERE outcome IN ('created', 'updated')
)
