WITH {visible}
SELECT {columns}
FROM visible
LEFT JOIN active_day ON active_day.member_id = visible.member_id
LEFT JOIN vouched ON vouched.member_id = visible.member_id
WHERE visible.member_id IN (SELECT unnest($ids::UUID[]))
