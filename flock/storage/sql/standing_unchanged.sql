-- Between which moments, in seconds, nobody is sent away or comes back by the clock alone.
SELECT
    coalesce(max(epoch(turn)) FILTER (turn <= $now), '-infinity'::DOUBLE),
    coalesce(min(epoch(turn)) FILTER (turn > $now), 'infinity'::DOUBLE)
FROM (SELECT since AS turn FROM standing UNION ALL SELECT until FROM standing)
