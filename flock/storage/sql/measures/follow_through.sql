-- Of those who said from $start to $end that they would come: who came, and who came again within 60 days where one of the
-- same people was.
WITH said AS (
    SELECT member, meetup, min(day) AS day
    FROM meetup_day JOIN who ON number = member
    WHERE going AND day >= $start AND day < $end
    GROUP BY ALL
), came AS (
    SELECT said.member, meetup_day.day
    FROM said JOIN meetup_day ON meetup_day.member = said.member AND meetup_day.meetup = said.meetup AND attended
    WHERE meetup_day.day >= $start AND meetup_day.day < $known
), met AS (
    SELECT actor, day, lead(day) OVER (PARTITION BY actor, towards ORDER BY day) <= day + 60 AS again
    FROM tie_day
    WHERE NOT online AND day >= $start AND day < $known
), again AS (
    SELECT actor AS member, day FROM met GROUP BY actor, day HAVING bool_or(again)
)
SELECT
    (SELECT count(*) FROM said) AS said, (SELECT count(*) FROM came) AS came,
    (SELECT count(*) FROM came SEMI JOIN again USING (member, day)) AS again
