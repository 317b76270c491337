"""On a sealed piece: the passage that proves, framed in red, and the further items it serves.

Both are data beside the file: its bytes stay as they were sealed.
"""
