"""The sample standard: 66 base items of 100 points, 8 bonus items, six vetoes (five are those of
the Jiayuguan standard, forged material is the sample's own). Sample data, as the real provincial
table is not public.
"""

from pathlib import Path

from services.scoring.standards.importing import Imported, import_csv

CSV = Path(__file__).parent / "sample_74.csv"
VERSION = "sample-74"
NAME = "双拥模范城考评标准（样表）"


def sample() -> Imported:
    """The sample table as imported from CSV, with the default answers."""
    return import_csv(CSV.read_bytes(), version=VERSION, name=NAME)
