-- Places that fit, nearest first; without a place to measure from, the most recently checked first.
SELECT {columns},
    CASE WHEN $lat IS NOT NULL THEN {distance_m} END AS distance_m
FROM venue
WHERE {fits}
ORDER BY distance_m, checked_on DESC NULLS LAST, venue_id
LIMIT $most OFFSET $skip
