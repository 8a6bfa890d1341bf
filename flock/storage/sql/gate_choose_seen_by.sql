UPDATE account SET seen_by = $seen_by WHERE member_id = $member_id;
UPDATE member
SET seen_by = $seen_by
WHERE member_id = $member_id AND member_id NOT IN (SELECT member_id FROM account WHERE admitted_at IS NULL)
