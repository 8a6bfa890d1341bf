DELETE FROM pass WHERE member_id = $looking AND passed_id = $other;
INSERT INTO pass BY NAME SELECT $looking AS member_id, $other AS passed_id, $until AS until
