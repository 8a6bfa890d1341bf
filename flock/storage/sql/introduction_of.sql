-- One suggestion as its member may answer it: the other one, and whether the other said yes already.
SELECT
    CASE WHEN introduction.member_id = $member_id THEN other_id ELSE introduction.member_id END AS other_id, sample,
    introduction_id IN (
        SELECT introduction_id FROM introduction_answer WHERE member_id <> $member_id AND answer = 'yes'
    ) AS other_said_yes
FROM introduction
WHERE introduction_id = $introduction_id AND $member_id IN (introduction.member_id, other_id) AND withdrawn_at IS NULL
    AND introduction_id NOT IN (SELECT introduction_id FROM introduction_answer WHERE member_id = $member_id)
