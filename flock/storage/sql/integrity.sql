-- What must hold whatever happened: a row for each rule, with how many rows of the database break it.
WITH counted AS (
    SELECT quadkey >> 32 AS cell, facts, count(*) AS venues FROM venue GROUP BY ALL
),
kept AS (
    SELECT cell, facts, sum(venues) AS venues FROM venue_cell GROUP BY ALL HAVING sum(venues) <> 0
)
SELECT 'cells' AS rule, count(*) AS broken
FROM counted FULL JOIN kept USING (cell, facts)
WHERE counted.venues IS DISTINCT FROM kept.venues
UNION ALL
SELECT 'hours', count(*) FROM venue WHERE hours IS NOT NULL AND hours_id NOT IN (SELECT hours_id FROM opening_hours)
UNION ALL
SELECT 'facts', count(*) FROM venue WHERE bit_count(facts) <> $facts
UNION ALL
SELECT 'venues', count(*) - count(DISTINCT venue_id) FROM venue
UNION ALL
SELECT 'members', count(*) - count(DISTINCT member_id) FROM member
UNION ALL
SELECT 'homes', count(*) FROM member WHERE home_cell IS NOT NULL AND (home_cell >> 52) & 15 <> $home_resolution
UNION ALL
SELECT 'selves', count(*) FROM interaction WHERE actor_id = towards_id
UNION ALL
SELECT 'version', abs(count(*) - 1) FROM venue_version
