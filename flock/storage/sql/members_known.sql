WITH {visible},
vouched AS (
    SELECT member_id
    FROM vouched_for
    WHERE member_id IN (SELECT unnest($ids::UUID[]))
    GROUP BY member_id
    HAVING count(DISTINCT voucher_id) >= (SELECT vouches FROM enough)
)
SELECT {columns}
FROM known
LEFT JOIN active_day ON active_day.member_id = known.member_id
LEFT JOIN vouched ON vouched.member_id = known.member_id
WHERE known.member_id IN (SELECT unnest($ids::UUID[]))
