-- What leads suggested to this member and she has not answered, with when (UTC, seconds). Whom she may not see stays out at the next step.
SELECT
    introduction_id, CASE WHEN introduction.member_id = $member_id THEN other_id ELSE introduction.member_id END AS other_id,
    epoch(suggested_at) AS suggested_s
FROM introduction
WHERE $member_id IN (introduction.member_id, other_id) AND withdrawn_at IS NULL
    AND introduction_id NOT IN (SELECT introduction_id FROM introduction_answer WHERE member_id = $member_id)
ORDER BY suggested_at DESC
