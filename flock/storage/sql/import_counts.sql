SELECT
    count(*) FILTER (outcome = 'created') AS created,
    count(*) FILTER (outcome = 'updated') AS updated,
    count(*) FILTER (outcome = 'unchanged') AS unchanged
FROM import_outcome
