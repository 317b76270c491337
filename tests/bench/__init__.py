"""Ratios from one run: ``make bench``. Not a test: nothing here passes or fails."""

import sys

from infra.local.programs import ROOT

# As pytest does by its settings: the clients are packages of their own.
sys.path += [str(ROOT / "clients" / name) for name in ("python", "field")]
