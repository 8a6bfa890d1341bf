-- Pairs that a lead suggested lately, so that nobody is asked about the same one twice.
SELECT introduction_id, member_id, other_id FROM introduction WHERE suggested_at > $since AND withdrawn_at IS NULL
