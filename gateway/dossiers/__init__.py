"""迎检档案: what a district's year, or an item of it, rests on, in one ZIP that proves itself.

It says nothing of its own: its figures are a snapshot's, its files are the sealed originals.
"""
