"""The packages behind the browser's files, as the lock has them."""

import json
from pathlib import Path

LOCK = Path(__file__).parents[3] / "gateway" / "console" / "package-lock.json"


def test_no_package_of_the_console_runs_a_script_or_reports_home() -> None:
    packages = json.loads(LOCK.read_text())["packages"]
    assert len(packages) > 1
    assert not [name for name, one in packages.items() if one.get("hasInstallScript")]
    assert not [name for name in packages if "scarf" in name]


def test_every_package_has_its_hash() -> None:
    packages = json.loads(LOCK.read_text())["packages"]
    assert all(one.get("integrity", "").startswith("sha512-") for n, one in packages.items() if n)
