SELECT lat, lon FROM venue WHERE status = 'open'
