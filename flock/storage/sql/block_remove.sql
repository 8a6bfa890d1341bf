DELETE FROM block WHERE blocker_id = $looking AND blocked_id = $other
