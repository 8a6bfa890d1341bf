-- Pairs who first turned to each other online from $start to $end, and how far they came within 60 days.
WITH tied AS (
    SELECT low, high, online_day, met_day, met_last, met_day IS NULL OR met_day > online_day AS apart
    FROM pair_history
    WHERE online_day >= $start AND online_day < $end
), planned AS (
    SELECT DISTINCT low, high
    FROM tied
    JOIN meetup_day AS one ON one.member = low AND one.going AND one.day <= online_day + 60
    JOIN meetup_day AS other ON other.member = high AND other.going AND other.meetup = one.meetup
    WHERE apart AND greatest(one.day, other.day) BETWEEN online_day AND online_day + 60
    AND one.day >= $start AND other.day >= $start AND one.day < $known AND other.day < $known
), reached AS (
    SELECT
        apart AND met_day <= online_day + 60 AS met, met AND met_last > met_day AS again,
        planned.low IS NOT NULL OR met AS planned
    FROM tied LEFT JOIN planned USING (low, high)
)
SELECT
    count(*) AS online, count(*) FILTER (planned) AS planned, count(*) FILTER (met) AS met, count(*) FILTER (again) AS again
FROM reached
