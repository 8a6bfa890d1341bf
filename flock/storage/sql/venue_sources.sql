-- Who made the places, for the attribution.
SELECT DISTINCT source, licence FROM venue WHERE source IS NOT NULL OR licence IS NOT NULL ORDER BY ALL LIMIT 20
