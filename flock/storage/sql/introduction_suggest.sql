INSERT INTO introduction BY NAME
SELECT
    uuidv7() AS introduction_id, sample, member_id, $other_id::UUID AS other_id, $suggested_by::UUID AS suggested_by,
    $now::TIMESTAMPTZ AS suggested_at, $effect AS effect
FROM member
WHERE member_id = $member_id AND $other_id IN (SELECT member_id FROM member AS other WHERE other.sample = member.sample)
