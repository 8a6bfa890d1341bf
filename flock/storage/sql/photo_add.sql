INSERT INTO photo SELECT uuidv7(), $member_id::UUID, $content::BLOB, $now::TIMESTAMPTZ
