SELECT month, people, needs, membership, influence, bond, total, total_sd FROM score_month ORDER BY month
