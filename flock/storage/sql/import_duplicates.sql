SELECT line, kept_line FROM import_outcome WHERE outcome = 'duplicate' ORDER BY line
