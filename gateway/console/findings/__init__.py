"""问题: what an inspection found, its rectification, and its appeal."""
