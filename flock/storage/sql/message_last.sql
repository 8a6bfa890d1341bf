SELECT from_id FROM message WHERE talk_id = $talk_id ORDER BY sent_at DESC, message_id DESC LIMIT 1
