SELECT count(*) FROM suggestion JOIN venue USING (venue_id) WHERE state = 'waiting'
