-- Where each slice of the places as they will be begins, along the Z-order curve; of places at one spot any fixed order will do.
SELECT quadkey, tie
FROM (
    SELECT quadkey, tie, row_number() OVER (ORDER BY quadkey, tie) - 1 AS place
    FROM (
        SELECT quadkey, hash(natural_key) AS tie FROM venue ANTI JOIN import_leaving USING (venue_id)
        UNION ALL
        SELECT quadkey, hash(natural_key) AS tie FROM import_coming
    )
)
WHERE place % $size = 0
ORDER BY place
