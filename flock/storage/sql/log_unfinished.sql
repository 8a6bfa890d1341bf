SELECT import_id FROM log_import WHERE state IN ('running', 'undoing')
