SELECT
    name, does, works, style, languages, can_help, wants_to_learn, interests, status,
    status_until AT TIME ZONE 'UTC' AS status_until_utc, seen_by
FROM member
WHERE member_id = $member_id
