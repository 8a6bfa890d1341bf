-- Who left by herself before a moment and has not come back.
SELECT member_id FROM standing WHERE state = 'left' AND until IS NULL AND since <= $before
