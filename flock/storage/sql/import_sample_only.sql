-- True where there are places and every import that brought some was a sample.
SELECT coalesce(bool_and(sample), FALSE) FROM import_batch WHERE state = 'committed' AND created + updated > 0
