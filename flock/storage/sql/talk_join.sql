DELETE FROM talk_member WHERE talk_id = $talk_id AND member_id = $member_id;
INSERT INTO talk_member BY NAME
SELECT $talk_id::UUID AS talk_id, $member_id::UUID AS member_id, $now AS joined_at, false AS muted
