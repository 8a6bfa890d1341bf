SELECT count(*) FROM suggestion WHERE member_id = $member_id AND suggested_at > $since
