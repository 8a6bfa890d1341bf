SELECT group_id, name, list(DISTINCT member_id) AS members
FROM member_group JOIN group_member USING (group_id)
GROUP BY group_id, name
HAVING count(DISTINCT member_id) >= $least
ORDER BY name, group_id
