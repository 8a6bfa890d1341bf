-- What ranking needs of everybody who is not hidden, one row a member. Who is in it and its columns sample, seen_by and is_vouched
-- follow `visible_members`, which a test holds them to; blocks are asked about anew each time.
WITH gone AS (
    SELECT member_id FROM standing WHERE until IS NULL OR until > $now
    UNION
    SELECT member_id FROM account WHERE admitted_at IS NULL
),
vouched AS (
    SELECT member_id
    FROM vouch
    WHERE revoked_at IS NULL AND voucher_id NOT IN (SELECT member_id FROM gone)
    GROUP BY member_id
    HAVING count(DISTINCT voucher_id) >= (SELECT least(3, greatest(1, count(*) // 2)) FROM member)
)
SELECT
    member.member_id, sample, home_cell, works, style, seen_by, joined_on,
    len(can_help) AS helps, len(wants_to_learn) AS wants,
    active_day.day AS active_on, vouched.member_id IS NOT NULL AS is_vouched,
    meeting_wish.styles AS wish_styles, len(meeting_wish.languages) > 0 AS wishes_language, meeting_wish.shared_hours AS wish_hours,
    meeting_wish.active AS wish_active, coalesce(meeting_wish.vouched, false) AS wishes_vouched,
    meeting_wish.group_id IS NOT NULL AS wishes_group
FROM member
LEFT JOIN active_day ON active_day.member_id = member.member_id
LEFT JOIN vouched ON vouched.member_id = member.member_id
LEFT JOIN meeting_wish ON meeting_wish.member_id = member.member_id
WHERE seen_by <> 'nobody' AND member.member_id NOT IN (SELECT member_id FROM gone)
