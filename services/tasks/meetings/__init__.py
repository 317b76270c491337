"""Meetings whose decisions become tasks, and needs of both sides."""
