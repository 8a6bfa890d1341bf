SELECT email FROM account WHERE email IN (SELECT unnest($emails::VARCHAR[]))
