INSERT INTO meetup_day BY NAME
WITH seen AS (
    SELECT day, meetup, actor AS member, kind = 'rsvp' AS going, kind IN ('attended', 'co_attendance') AS attended
    FROM day_log
    WHERE meetup IS NOT NULL AND kind IN ('rsvp', 'attended', 'co_attendance')
    UNION ALL
    SELECT day, meetup, towards, FALSE, TRUE
    FROM day_log
    WHERE meetup IS NOT NULL AND kind = 'co_attendance'
)
SELECT day, meetup, member, bool_or(going) AS going, bool_or(attended) AS attended
FROM seen
GROUP BY day, meetup, member
ORDER BY day, meetup, member
