INSERT INTO suggestion (suggestion_id, venue_id, member_id, note, suggested_at, state)
VALUES ($suggestion_id, $venue_id, $member_id, $note, $at, 'waiting')
