SELECT styles, languages, shared_hours, active, vouched, group_id FROM meeting_wish WHERE member_id = $looking
