"""What the answers of several rooms share.

Callers of a unit see what concerns it; other units' things do not exist.
"""
