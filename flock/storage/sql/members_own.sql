-- Herself: what she knows of herself in any case.
WITH {visible}
SELECT
    member_id, sample, name, does, works, style, languages, can_help, wants_to_learn, interests, seen_by, role, joined_on, home_cell,
    status, status_until AT TIME ZONE 'UTC' AS status_until,
    (SELECT count(DISTINCT voucher_id) FROM vouched_for WHERE vouched_for.member_id = $looking) >= (SELECT vouches FROM enough) AS is_vouched
FROM member
WHERE member_id = $looking
