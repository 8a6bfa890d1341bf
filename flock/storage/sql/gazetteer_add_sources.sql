INSERT INTO gazetteer_source SELECT source, version FROM batch
