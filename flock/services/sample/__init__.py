"""Invents the demo community: places, members and a year of what they did. The same seed gives the same files."""
