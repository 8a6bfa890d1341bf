SELECT import_stage.* EXCLUDE (quadkey, search_text) FROM import_stage SEMI JOIN chunk USING (line)
