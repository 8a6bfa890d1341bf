SELECT content, published_at::DATE AS published_on
FROM public_report
WHERE withdrawn_at IS NULL
ORDER BY published_at DESC
LIMIT 1
