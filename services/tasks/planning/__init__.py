"""Campaigns, and the decomposition of the standard into duties."""
