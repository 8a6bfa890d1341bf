SELECT min(CAST(happened_at AS DATE)) AS first_day, max(CAST(happened_at AS DATE)) AS last_day FROM interaction
