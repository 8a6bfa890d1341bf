-- Alerts follow from the log each week, so there is nothing to note of them: nothing ever stood here.
DROP TABLE alert_done;
