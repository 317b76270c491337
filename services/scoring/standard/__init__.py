"""The sample standard: 66 base items of 100 points, 8 bonus items, six vetoes. Sample data, as the
real provincial table is not public. ``sample_74.json`` is made from ``sample_74.csv``:
``python -m services.scoring.standard`` writes it anew, and a test keeps the two in step.
"""

from pathlib import Path

import msgspec

from services.scoring.domain.standards.importing import Imported, import_csv
from services.scoring.domain.standards.standard import encode

FOLDER = Path(__file__).parent
CSV = FOLDER / "sample_74.csv"
JSON = FOLDER / "sample_74.json"
VERSION = "sample-74"
NAME = "双拥模范城考评标准（样表）"


def sample() -> Imported:
    """The sample table as imported from CSV, with the default answers."""
    return import_csv(CSV.read_bytes(), version=VERSION, name=NAME)


def as_json() -> bytes:
    """The structured sample, indented for reading."""
    imported = sample()
    if imported.standard is None:
        raise ValueError(f"{CSV.name}: {imported.faults}")
    return msgspec.json.format(encode(imported.standard), indent=2) + b"\n"
