INSERT INTO suggested_member BY NAME
SELECT $day AS day, $looking AS viewer_id, unnest($ids::UUID[]) AS member_id, unnest(range(len($ids::UUID[])))::INTEGER AS place
