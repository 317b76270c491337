"""Campaigns and the decomposition of a standard into duties."""
