UPDATE talk_member
SET muted = coalesce($muted, muted), read_at = coalesce($read_at, read_at), left_at = coalesce($left_at, left_at)
WHERE talk_id = $talk_id AND member_id = $looking AND left_at IS NULL
