"""A copy for paper: stamped, framed in red, and to be checked by whoever holds it."""
