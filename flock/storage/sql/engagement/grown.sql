-- From which day to which the log has grown; the second is no longer one of them.
SELECT
    DATE '1970-01-01' + (epoch_us(min(happened_at)) // 86400000000)::INTEGER,
    DATE '1970-01-02' + (epoch_us(max(happened_at)) // 86400000000)::INTEGER
FROM interaction
WHERE rowid > $after
