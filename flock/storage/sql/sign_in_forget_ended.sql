DELETE FROM ended_sign_in WHERE ended_at < $before
