"""投诉建议: of everybody, with or without an account."""
