INSERT INTO score_month (import_id, month, people, needs, membership, influence, bond, total, total_sd)
VALUES ($import_id, $month, $people, $needs, $membership, $influence, $bond, $total, $total_sd)
