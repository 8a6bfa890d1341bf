-- All that is known before $end of each pair of this part: when each first turned to the other, when they first met, how strong it is.
CREATE OR REPLACE TEMP TABLE pair_history AS
SELECT *
FROM (
    SELECT
        least(actor, towards) AS low, greatest(actor, towards) AS high,
        min(day) FILTER (actor < towards) AS forth, min(day) FILTER (actor > towards) AS back,
        min(day) FILTER (online) AS online_day, min(day) FILTER (NOT online) AS met_day, max(day) FILTER (NOT online) AS met_last,
        max(day) AS last_day, sum(weight) FILTER ($medium = 'all' OR online = ($medium = 'online')) AS weight
    FROM tie_day
    WHERE day < $end AND least(actor, towards) % $parts = $part
    GROUP BY low, high
)
WHERE low IN (SELECT number FROM who) AND high IN (SELECT number FROM who)  -- pairs, for they are far fewer than ties of a day
