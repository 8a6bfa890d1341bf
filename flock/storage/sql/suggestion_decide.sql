UPDATE suggestion
SET state = $state, decided_at = $at, decider_id = $decider_id, decider = $decider, answer = $answer
WHERE suggestion_id = $suggestion_id
