"""Complaints and proposals (投诉建议): numbered, answered, counted, judged by others."""
