"""Rounds: what is kept is walked over again and again, whether it is still there and as it was, and
whether anything lies there that nobody knows."""
