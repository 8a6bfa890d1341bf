"""What is true without a computer: places, hours, filters, and the words for them."""
