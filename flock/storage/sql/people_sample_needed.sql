-- Until it is in as a whole, and while nothing real is.
SELECT
    NOT EXISTS (SELECT 1 FROM sample_load)
    AND NOT EXISTS (SELECT 1 FROM import_batch WHERE state = 'committed' AND NOT sample AND created + updated > 0)
