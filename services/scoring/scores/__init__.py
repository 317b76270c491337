"""Figures that follow from facts: an item, a total, the league, gaps, bonuses, spot checks."""
