-- Herself: what she knows of herself in any case.
SELECT
    member.member_id, name, does, works, style, languages, can_help, wants_to_learn, interests, seen_by, role, joined_on, home_cell,
    status, status_until AT TIME ZONE 'UTC' AS status_until,
    active_day.day AS active_on, false AS is_vouched
FROM member
LEFT JOIN active_day ON active_day.member_id = member.member_id
WHERE member.member_id = $looking
