SELECT line, import_stage.* EXCLUDE (line, venue_id, natural_key, content_hash, quadkey, search_text), import_outcome.venue_id
FROM import_outcome JOIN import_stage USING (line)
WHERE outcome = $outcome
ORDER BY line
LIMIT $most OFFSET $skip
