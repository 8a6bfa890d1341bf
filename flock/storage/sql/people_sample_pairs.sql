-- Pairs of the sample who wrote to each other most, whoever may see whom today: they have shown themselves.
SELECT least(actor_id, towards_id) AS one, greatest(actor_id, towards_id) AS other, max(happened_at) AT TIME ZONE 'UTC' AS last_at
FROM interaction
WHERE sample AND kind = 'answered_message'
GROUP BY ALL
HAVING count(DISTINCT actor_id) = 2
ORDER BY count(*) DESC, last_at DESC, one, other
LIMIT $most
