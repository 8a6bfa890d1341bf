-- The moments, in seconds and in order, at which the clock alone sends somebody away or brings her back.
SELECT DISTINCT epoch(turn) AS turn
FROM (SELECT since AS turn FROM standing UNION ALL SELECT until FROM standing)
WHERE turn IS NOT NULL
ORDER BY turn
