-- Take the place out of its old count and put it into its new one. On a lake one MERGE does not update and delete.
MERGE INTO venue_cell
USING (
    SELECT cell, facts, sum(venues)::BIGINT AS venues, sum(venues * lat) AS sum_lat, sum(venues * lon) AS sum_lon
    FROM (
        SELECT $old_quadkey::BIGINT >> 32 AS cell, $old_facts::BIGINT AS facts, -1 AS venues,
            $old_lat::DOUBLE AS lat, $old_lon::DOUBLE AS lon
        UNION ALL
        SELECT $quadkey::BIGINT >> 32, $facts::BIGINT, 1, $lat::DOUBLE, $lon::DOUBLE
    )
    GROUP BY cell, facts
) AS change
ON venue_cell.cell = change.cell AND venue_cell.facts = change.facts
WHEN MATCHED THEN UPDATE SET
    venues = venue_cell.venues + change.venues,
    sum_lat = venue_cell.sum_lat + change.sum_lat,
    sum_lon = venue_cell.sum_lon + change.sum_lon
WHEN NOT MATCHED THEN INSERT (cell, facts, venues, sum_lat, sum_lon)
    VALUES (change.cell, change.facts, change.venues, change.sum_lat, change.sum_lon);
DELETE FROM venue_cell WHERE cell = $old_quadkey::BIGINT >> 32 AND facts = $old_facts::BIGINT AND venues = 0
