SELECT lat, lon, precision_m, source, matched, refusal
FROM geocode_memory
WHERE query = $query
ORDER BY asked_at DESC
LIMIT 1
