-- The rectangle that holds most open places: the outermost hundredth on each side is left to panning.
SELECT quantile_cont(lat, 0.005), quantile_cont(lon, 0.005), quantile_cont(lat, 0.995), quantile_cont(lon, 0.995)
FROM (SELECT sum_lat / venues AS lat, sum_lon / venues AS lon FROM venue_cell)
