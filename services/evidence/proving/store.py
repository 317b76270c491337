"""How the tree of custody is kept: the proofs themselves lie in the object store."""

from kit.aggregate import Aggregate
from services.evidence.proving.tree import Tree

TREES = Aggregate("custody_trees", Tree, due=lambda tree: tree.due, most_marks=1)
