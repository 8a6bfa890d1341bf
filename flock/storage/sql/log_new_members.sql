SELECT member_id, member_key, name, 'nobody' AS seen_by, 'member' AS role, joined_on
FROM log_person
WHERE is_unknown AND member_id IS NOT NULL
