-- What members did. What an import has not finished writing, or is taking back, is not part of it yet, or no longer.
CREATE VIEW act AS
SELECT interaction.*
FROM interaction
ANTI JOIN (SELECT import_id FROM log_import WHERE state IN ('running', 'undoing')) AS unfinished
    ON unfinished.import_id = interaction.import_id;
-- Alerts follow from the log each week, so there is nothing to note of them: nothing ever stood here.
DROP TABLE alert_done;
