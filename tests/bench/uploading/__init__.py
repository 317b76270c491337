"""A file on its way into the store: ours beside every other way, in turns, on the same machine."""
