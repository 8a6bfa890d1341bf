SELECT from_id FROM wave WHERE wave_id = $wave_id AND to_id = $looking AND answer IS NULL AND expires_at > $now
