UPDATE member SET status = $status, status_until = $until WHERE member_id = $member_id
