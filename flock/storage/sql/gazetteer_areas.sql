SELECT code, lat, lon, precision_m FROM area WHERE code IN (SELECT unnest($codes::VARCHAR[]))
