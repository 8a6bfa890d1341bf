SELECT source, version FROM gazetteer_source
