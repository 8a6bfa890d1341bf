"""What a user wants done."""
