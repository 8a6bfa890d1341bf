-- How many places fit in each cell of zoom 8, and the sums that their mean position is made of, when only facts are asked about.
SELECT cell, sum(venues)::BIGINT AS venues, sum(sum_lat) AS sum_lat, sum(sum_lon) AS sum_lon
FROM venue_cell
WHERE facts & $forbidden = 0
GROUP BY cell
ORDER BY cell
