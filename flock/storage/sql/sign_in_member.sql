SELECT
    member_id, role, account.email,
    coalesce(valid_after >= $issued_at, FALSE)
        OR $fingerprint IN (SELECT fingerprint FROM ended_sign_in) AS is_ended
FROM identity
JOIN account USING (member_id)
JOIN member USING (member_id)
WHERE identity = $identity
