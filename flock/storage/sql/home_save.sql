UPDATE member SET home_cell = $home_cell WHERE member_id = $member_id;
UPDATE account SET moved_at = coalesce($moved_at, moved_at) WHERE member_id = $member_id
