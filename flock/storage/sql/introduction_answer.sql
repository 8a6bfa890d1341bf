INSERT INTO introduction_answer VALUES ($introduction_id, $member_id, $answer, $now)
