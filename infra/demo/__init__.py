"""The demo story: a city runs a campaign on real files, over the public API only."""
