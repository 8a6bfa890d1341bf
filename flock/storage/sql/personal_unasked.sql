-- What anybody answered to introductions that go with her.
DELETE FROM introduction_answer
WHERE introduction_id IN (SELECT introduction_id FROM introduction WHERE $member_id IN (introduction.member_id, other_id))
