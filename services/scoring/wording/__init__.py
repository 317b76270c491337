"""A rule in words: as tables write it and as offices say it, read to a tree."""
