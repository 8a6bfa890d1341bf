-- Towns of the British Isles within two slips of the key, one in four letters at most; the first letter is taken as right.
WITH unknown AS (SELECT key FROM asked ANTI JOIN town_name ON town_name.name = key),
near AS (
    SELECT key, town.name, population, damerau_levenshtein(key, town_name.name) AS slips
    FROM unknown
    JOIN town_name ON left(town_name.name, 1) = left(key, 1) AND abs(length(town_name.name) - length(key)) <= 2
    JOIN town USING (town_id)
    WHERE own AND country IN ('GB', 'IE', 'IM', 'JE', 'GG')
)
SELECT key, arg_max(name, (-slips, population, name))
FROM near
WHERE slips <= least(2, length(key) // 4)
GROUP BY key
