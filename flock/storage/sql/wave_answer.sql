UPDATE wave SET answer = $answer, answered_at = $now
WHERE wave_id = $wave_id AND to_id = $looking AND answer IS NULL AND expires_at > $now
