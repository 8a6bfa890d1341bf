DELETE FROM act_month WHERE month IN (SELECT date_trunc('month', unnest($days::DATE[])))
