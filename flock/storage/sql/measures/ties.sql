-- What members did towards each other in a window, as it stands there by day.
SELECT actor, towards, acts, weight
FROM tie_day
WHERE day >= $start AND day < $end AND ($medium = 'all' OR online = ($medium = 'online'))
