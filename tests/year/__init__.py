"""Four districts, four years, twenty thousand facts: every figure equals the oracle's."""
