WITH {visible},
vouched AS (
    SELECT member_id
    FROM vouched_for
    WHERE member_id IN (SELECT unnest($ids::UUID[]))
    GROUP BY member_id
    HAVING count(DISTINCT voucher_id) >= (SELECT vouches FROM enough)
)
SELECT {columns}
FROM visible
LEFT JOIN active_day ON active_day.member_id = visible.member_id
LEFT JOIN vouched ON vouched.member_id = visible.member_id
WHERE visible.member_id IN (SELECT unnest($ids::UUID[]))
