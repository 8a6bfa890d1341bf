SELECT state, decider, venue_id, member_id FROM suggestion WHERE suggestion_id = $suggestion_id
