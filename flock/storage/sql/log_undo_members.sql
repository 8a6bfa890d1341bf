-- Members who came with it stay where they have done something since, or another log knows them as members of a group.
DELETE FROM member
WHERE member_id IN (SELECT member_id FROM log_member WHERE import_id = $import_id)
    AND member_id NOT IN (SELECT actor_id FROM interaction)
    AND member_id NOT IN (SELECT towards_id FROM interaction WHERE towards_id IS NOT NULL)
    AND member_id NOT IN (SELECT member_id FROM log_group_member)
