-- Whoever was at the same meetup has met, whether the log says so of each pair or of each member. Of a meetup with m people
-- each pair gets 1/(m-1), so that one large event cannot look like friendship.
INSERT INTO tie_day BY NAME
WITH place AS (
    SELECT day, meetup, member FROM meetup_day WHERE attended AND day IN (SELECT unnest($days::DATE[]))
), size AS (
    SELECT day, meetup, count(*) AS people FROM place GROUP BY day, meetup
), met AS (
    SELECT one.day, one.member AS actor, other.member AS towards, 1 / (people - 1) AS weight
    FROM place AS one
    JOIN place AS other ON other.day = one.day AND other.meetup = one.meetup AND other.member <> one.member
    JOIN size ON size.day = one.day AND size.meetup = one.meetup
    UNION ALL
    SELECT day, actor, towards, 1.0
    FROM (
        SELECT day, actor, towards FROM day_log WHERE kind = 'co_attendance' AND meetup IS NULL
        UNION ALL
        SELECT day, towards, actor FROM day_log WHERE kind = 'co_attendance' AND meetup IS NULL
    )
), done AS (
    SELECT day, actor, towards, online, direct FROM day_log WHERE towards IS NOT NULL AND kind <> 'co_attendance'
    UNION ALL
    SELECT day, towards, actor, online, direct FROM day_log WHERE towards IS NOT NULL AND kind <> 'co_attendance' AND both_ways
)
SELECT day, actor, towards, online, count(*) AS acts, sum(weight) AS weight
FROM (
    SELECT day, actor, towards, FALSE AS online, weight FROM met
    UNION ALL
    SELECT day, actor, towards, online, if(direct, $direct_weight, $indirect_weight) FROM done
)
WHERE actor <> towards
GROUP BY day, actor, towards, online
ORDER BY day, actor, towards
