"""One room: who is told what, when, and through which channel.

``audiences`` says whom a fact concerns, ``texts`` in which words, ``channels`` how it gets there.
"""
