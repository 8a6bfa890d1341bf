-- Groups of Flock's own, and those of other tools whose import is whole: under the name that the latest of them gives.
WITH belongs AS (
    SELECT CAST(group_id AS VARCHAR) AS group_key, name, started_at AS named_at, member_id
    FROM member_group
    JOIN group_member USING (group_id)
    UNION ALL
    SELECT member.group_key, log_group.name, log_import.started_at, member.member_id
    FROM log_group_member AS member
    JOIN log_import ON log_import.import_id = member.import_id AND log_import.state = 'committed'
    JOIN log_group ON log_group.import_id = member.import_id AND log_group.group_key = member.group_key
)
SELECT arg_max(name, coalesce(named_at, 'epoch')) AS name, list(DISTINCT member_id) AS members
FROM belongs
GROUP BY group_key
HAVING count(DISTINCT member_id) >= $least
ORDER BY name, group_key
