UPDATE public_report SET withdrawn_at = now() WHERE withdrawn_at IS NULL
