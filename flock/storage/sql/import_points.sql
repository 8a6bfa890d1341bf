-- Staged rows as points, at most so many, spread over the whole table however long it is.
SELECT line, outcome, lat, lon
FROM import_outcome JOIN import_stage USING (line)
WHERE outcome IN ('created', 'updated', 'merged') OR list_contains($lines::BIGINT[], line)
ORDER BY list_contains($lines::BIGINT[], line) DESC, hash(line)
LIMIT $most
