SELECT number, noted_at AT TIME ZONE 'UTC' AS noted_at, staff.name AS staff_name, act, about.name AS about_name, detail
FROM staff_log
LEFT JOIN member AS staff ON staff.member_id = staff_id
LEFT JOIN member AS about ON about.member_id = about_id
ORDER BY number DESC
LIMIT $most OFFSET $skip
