-- Where each slice of the places as they will be begins, along the Z-order curve; of places at one spot any fixed order will do.
SELECT quadkey, tie
FROM (
    SELECT quadkey, tie, row_number() OVER (ORDER BY quadkey, tie) - 1 AS place
    FROM (
        SELECT quadkey, hash(natural_key) AS tie
        FROM venue
        WHERE venue_id NOT IN (SELECT venue_id FROM import_outcome WHERE outcome = 'updated')
            AND ($sample OR NOT EXISTS (SELECT 1 FROM import_batch WHERE sample AND import_batch.import_id = venue.import_id))
        UNION ALL
        SELECT quadkey, hash(natural_key) AS tie FROM import_stage
    )
)
WHERE place % $size = 0
ORDER BY place
