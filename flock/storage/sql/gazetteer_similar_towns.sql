-- Towns of the British Isles within two slips of the key, one in four letters at most; the first letter is taken as right.
WITH given AS (SELECT unnest($names::VARCHAR[]) AS asked),
asked AS (SELECT asked FROM given ANTI JOIN town_name ON town_name.name = asked),
near AS (
    SELECT asked, town.name, population, damerau_levenshtein(asked, town_name.name) AS slips
    FROM asked
    JOIN town_name ON left(town_name.name, 1) = left(asked, 1) AND abs(length(town_name.name) - length(asked)) <= 2
    JOIN town USING (town_id)
    WHERE own AND country IN ('GB', 'IE', 'IM', 'JE', 'GG')
)
SELECT asked, arg_max(name, (-slips, population, name))
FROM near
WHERE slips <= least(2, length(asked) // 4)
GROUP BY asked
