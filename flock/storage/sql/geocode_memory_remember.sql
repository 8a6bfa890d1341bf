INSERT INTO geocode_memory (query, lat, lon, precision_m, source, matched, refusal, asked_at)
VALUES ($query, $lat, $lon, $precision_m, $source, $matched, $refusal, now())
