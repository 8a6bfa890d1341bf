-- The groups to which members belong by this log, under the names that a table of groups gives them.
SELECT DISTINCT $tool || ':' || log_people.group_key AS group_key, coalesce(named.name, log_people.group_key) AS name
FROM log_people
LEFT JOIN (SELECT key, max(name) AS name FROM log_group_name GROUP BY key) AS named ON named.key = log_people.group_key
WHERE log_people.group_key IS NOT NULL
