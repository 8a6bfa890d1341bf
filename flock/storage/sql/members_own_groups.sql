SELECT group_id, name
FROM group_member
JOIN member_group USING (group_id)
WHERE group_member.member_id = $looking
ORDER BY name
