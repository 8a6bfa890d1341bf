SELECT line, kept_line, name
FROM import_outcome JOIN import_stage USING (line)
WHERE outcome = 'duplicate'
ORDER BY line
