SELECT
    count(*) FILTER (outcome = 'created') AS created,
    count(*) FILTER (outcome = 'updated') AS updated,
    count(*) FILTER (outcome = 'unchanged') AS unchanged,
    count(*) FILTER (outcome = 'merged') AS merged
FROM import_outcome
