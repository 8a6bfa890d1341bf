-- What members did towards each other in a window.
SELECT actor, towards, sum(acts)::BIGINT AS acts, sum(weight) AS weight
FROM tie_day
JOIN who AS one ON one.number = actor
JOIN who AS other ON other.number = towards
WHERE day >= $start AND day < $end AND ($medium = 'all' OR online = ($medium = 'online'))
GROUP BY actor, towards
ORDER BY actor, towards
