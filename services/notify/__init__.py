"""Who is told what, when, and through which channel; a room of its own, ``hooks``, tells programs.

``audiences`` says whom a fact concerns, ``texts`` in which words, ``channels`` how it gets there.
"""
