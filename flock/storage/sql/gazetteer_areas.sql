SELECT code, lat, lon, precision_m FROM area WHERE code IN (SELECT key FROM asked)
