WITH {visible}
SELECT {columns}
FROM known
LEFT JOIN active_day ON active_day.member_id = known.member_id
LEFT JOIN vouched ON vouched.member_id = known.member_id
WHERE known.member_id IN (SELECT unnest($ids::UUID[]))
