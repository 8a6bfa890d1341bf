-- Leads besides her; the sample's leads do not count in a real community.
SELECT count(*)
FROM member
WHERE role = 'lead' AND member_id <> $member_id AND sample = (SELECT sample FROM member WHERE member_id = $member_id)
