-- True while everything is invented: the places that were brought in, and every member.
SELECT
    coalesce((SELECT bool_and(sample) FROM import_batch WHERE state = 'committed' AND created + updated > 0), FALSE)
    AND NOT EXISTS (SELECT 1 FROM member WHERE NOT sample)
