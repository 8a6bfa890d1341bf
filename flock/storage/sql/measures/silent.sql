-- Regulars of whom nothing has been heard since the window began: at least 4 acts in the 90 days before, none in it.
SELECT member, max(day) AS last_day, sum(online + in_person)::BIGINT AS acts
FROM act_day JOIN who ON number = member
WHERE day >= $start::DATE - 90 AND day < $end
GROUP BY member
HAVING last_day < $start AND acts >= 4
ORDER BY acts DESC, member
