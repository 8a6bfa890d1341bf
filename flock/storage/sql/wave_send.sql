INSERT INTO wave BY NAME
SELECT uuidv7() AS wave_id, $looking AS from_id, $other AS to_id, $note AS note, $now AS sent_at, $expires_at AS expires_at
