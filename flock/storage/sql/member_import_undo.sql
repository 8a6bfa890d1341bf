-- Those who have not come yet; who has signed in since stays.
DELETE FROM member
WHERE member_id IN (SELECT member_id FROM account WHERE import_id = $import_id)
    AND member_id NOT IN (SELECT member_id FROM identity);
DELETE FROM account WHERE import_id = $import_id AND member_id NOT IN (SELECT member_id FROM identity);
UPDATE member_import SET undone_at = $now WHERE import_id = $import_id AND undone_at IS NULL
