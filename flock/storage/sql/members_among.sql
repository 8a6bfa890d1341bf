-- Of these, those in one of the two relations of the predicate, as others see them.
WITH {visible},
vouched AS (
    SELECT member_id
    FROM vouched_for
    WHERE member_id IN (SELECT unnest($ids::UUID[]))
    GROUP BY member_id
    HAVING count(DISTINCT voucher_id) >= (SELECT vouches FROM enough)
)
SELECT {columns}
FROM {relation} AS seen
LEFT JOIN vouched ON vouched.member_id = seen.member_id
WHERE seen.member_id IN (SELECT unnest($ids::UUID[]))
