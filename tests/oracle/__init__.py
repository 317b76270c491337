"""The oracle: scores worked out a second time, from the words of the sample standard alone.

Nothing of the services is used. ``table`` reads the CSV by the notes under "Reading the sample
standard"; ``history`` says what a true history of facts is; ``marking`` gives every figure.
It knows the short forms of the sample only, and it is slow and plain on purpose.
"""

from tests.oracle.history import Deed, Does
from tests.oracle.marking import Figures, figures
from tests.oracle.table import Row, sample

__all__ = ["Deed", "Does", "Figures", "Row", "figures", "sample"]
