-- Of these, whom she may be shown as somebody new: not those who hear from her already, nor those to whom she said «not now».
WITH {visible}
SELECT member_id
FROM visible
WHERE member_id IN (SELECT unnest($ids::UUID[]))
    AND member_id NOT IN (SELECT passed_id FROM pass WHERE member_id = $looking AND until > $now)
    AND member_id NOT IN (SELECT to_id FROM wave WHERE from_id = $looking AND sent_at > $again_after)
    AND member_id NOT IN (SELECT from_id FROM wave WHERE to_id = $looking AND answer IS NULL AND expires_at > $now)
    AND member_id NOT IN (SELECT from_id FROM wave WHERE to_id = $looking AND answer = 'no' AND answered_at > $again_after)
    AND member_id NOT IN (
        SELECT other.member_id
        FROM talk_member AS own
        JOIN talk_member AS other ON other.talk_id = own.talk_id
        JOIN talk ON talk.talk_id = own.talk_id
        WHERE own.member_id = $looking AND talk.low_id IS NOT NULL
    )
