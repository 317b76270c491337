"""Photos of leads (随手拍): apart from evidence and without its lock, until kept or deleted."""
