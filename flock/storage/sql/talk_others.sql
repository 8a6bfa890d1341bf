-- The others of a talk that is hers who are still there for her.
WITH {visible}
SELECT known.member_id
FROM talk_member AS own
JOIN talk_member AS other ON other.talk_id = own.talk_id AND other.member_id <> own.member_id AND other.left_at IS NULL
JOIN known ON known.member_id = other.member_id
WHERE own.member_id = $looking AND own.left_at IS NULL AND own.talk_id = $talk_id
