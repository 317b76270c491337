"""图库: what proves; every file with its captions, its custody and its earlier use."""
