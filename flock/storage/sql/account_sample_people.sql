SELECT member_id, name, role, does, joined_on, count(interaction_id) AS acts
FROM member LEFT JOIN interaction ON actor_id = member_id
WHERE member.sample AND seen_by = 'everyone'
GROUP BY ALL
ORDER BY acts DESC, name, member_id
