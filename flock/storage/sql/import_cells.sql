SELECT quadkey >> 32 AS cell, facts, count(*) AS venues, sum(lat) AS sum_lat, sum(lon) AS sum_lon
FROM venue_next
GROUP BY ALL
ORDER BY cell
