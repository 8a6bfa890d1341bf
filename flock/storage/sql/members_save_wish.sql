DELETE FROM meeting_wish WHERE member_id = $looking;
INSERT INTO meeting_wish BY NAME
SELECT
    $looking AS member_id, $styles AS styles, $languages AS languages, $shared_hours AS shared_hours, $active AS active, $vouched AS vouched,
    $group_id AS group_id, $now AS updated_at
