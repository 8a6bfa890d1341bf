SELECT account.member_id, account.member_id IN (SELECT member_id FROM identity) AS is_claimed
FROM account
WHERE email = $email
ORDER BY is_claimed DESC, account.member_id
