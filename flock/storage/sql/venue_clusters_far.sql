-- Clusters of a tile of low zoom, from the counts per cell of zoom 8.
SELECT cell >> $shift AS cluster, sum(venues)::BIGINT AS venues, sum(sum_lat) / sum(venues) AS lat, sum(sum_lon) / sum(venues) AS lon
FROM venue_cell
WHERE cell >= $first AND cell < $last AND facts & $forbidden = 0
GROUP BY cluster
