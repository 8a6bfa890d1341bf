INSERT INTO staff_log BY NAME
SELECT
    $number AS number, $noted_at AS noted_at, $staff_id AS staff_id, $act AS act, $about_id AS about_id, $detail AS detail, $before AS before,
    $hash AS hash
