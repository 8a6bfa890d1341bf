-- Rows that are a place which is there already, or which another row brings, are merged into it.
UPDATE import_outcome
SET outcome = 'merged', venue_id = chunk.twin_id::UUID, kept_line = coalesce(chunk.twin_line, import_outcome.line)
FROM chunk
WHERE chunk.line = import_outcome.line
