CREATE TEMP TABLE import_word AS FROM chunk
