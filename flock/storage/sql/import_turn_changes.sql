SELECT
    (SELECT count(*) FROM import_leaving ANTI JOIN import_coming USING (venue_id)) AS removed,
    (SELECT count(*) FROM import_coming) AS restored,
    (SELECT count(*) FROM import_archived) AS archived
