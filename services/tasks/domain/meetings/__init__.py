"""Meetings of the leading group, their decisions, and needs of both sides."""
