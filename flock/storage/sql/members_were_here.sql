-- She was here today. A row a day and a person at most.
DELETE FROM active_day WHERE member_id = $looking AND day < $day;
INSERT INTO active_day BY NAME
SELECT $looking AS member_id, $day AS day
WHERE NOT EXISTS (SELECT 1 FROM active_day WHERE member_id = $looking)
