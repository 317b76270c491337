"""What is sealed is kept: under a legal hold for as long as it stands, and until two persons have
disposed of it."""
