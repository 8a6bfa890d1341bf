-- Through whose eyes a member may look at herself: one of each kind, of those who are here and with whom there is no block.
WITH {visible},
kinds AS (
    SELECT
        member_id,
        CASE
            WHEN member_id IN (SELECT member_id FROM together) THEN 'groups'
            WHEN member_id IN (
                SELECT member_id
                FROM vouched_for
                GROUP BY member_id
                HAVING count(DISTINCT voucher_id) >= (SELECT vouches FROM enough)
            ) THEN 'vouched'
            ELSE 'everyone'
        END AS kind
    FROM others
    WHERE seen_by <> 'nobody' AND sample = (SELECT sample FROM member WHERE member_id = $looking)
)
SELECT kind, min(member_id) AS member_id
FROM kinds
GROUP BY kind
