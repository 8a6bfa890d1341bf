SELECT min(place), max(place), min(quadkey), max(quadkey) FROM import_order GROUP BY place // $size ORDER BY 1
