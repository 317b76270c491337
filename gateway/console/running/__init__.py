"""运维: whether what is promised holds now, also while the database is away."""
