"""From words to a position, with its precision and its source."""
