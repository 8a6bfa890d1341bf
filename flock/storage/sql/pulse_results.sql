-- Months that are over, with enough answers to say anything.
SELECT
    month, count(*) AS answers,
    avg(membership) AS membership, stddev_samp(membership) AS membership_sd, avg(influence) AS influence,
    stddev_samp(influence) AS influence_sd, avg(needs) AS needs, stddev_samp(needs) AS needs_sd, avg(bond) AS bond,
    stddev_samp(bond) AS bond_sd, avg((membership + influence + needs + bond) / 4) AS overall,
    stddev_samp((membership + influence + needs + bond) / 4) AS overall_sd
FROM pulse_answer
WHERE month < $month
GROUP BY month
HAVING count(*) >= $least
ORDER BY month
