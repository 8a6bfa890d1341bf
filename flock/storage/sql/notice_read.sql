UPDATE notice SET read_at = $now WHERE notice_id = $notice_id AND member_id = $looking AND read_at IS NULL
