-- Clusters of a tile, from the places themselves; a cluster of one carries the quadkey to find its place by.
SELECT quadkey >> $shift AS cluster, count(*) AS venues, avg(lat) AS lat, avg(lon) AS lon, any_value(quadkey) AS quadkey
FROM venue
WHERE {fits}
GROUP BY cluster
