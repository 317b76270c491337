"""What decisions must know besides their own aggregate, by room: read before they decide.

City-wide callers see every district, so each filter names the district.
"""
