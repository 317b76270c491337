"""How an installation words its messages otherwise than the texts that came with it."""
