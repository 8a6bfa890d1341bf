WITH said_yes AS (
    SELECT count(DISTINCT voucher_id) AS vouches
    FROM vouch
    WHERE member_id = $member_id AND revoked_at IS NULL
        AND voucher_id NOT IN (SELECT member_id FROM standing WHERE until IS NULL OR until > $now)
),
here AS (
    SELECT count(*) AS members FROM member JOIN account USING (member_id) WHERE admitted_at IS NOT NULL
)
SELECT
    account.rules, name, does, home_cell IS NOT NULL AS has_home, account.seen_by, role = 'lead' OR welcomed_at IS NOT NULL AS is_welcomed,
    vouches, members, vouch_code, admitted_at IS NOT NULL AS is_admitted
FROM account
JOIN member USING (member_id), said_yes, here
WHERE member_id = $member_id
