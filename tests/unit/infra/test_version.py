import json
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_the_described_version_is_the_projects() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    described = json.loads((ROOT / "contracts" / "openapi.json").read_text())["info"]
    assert described["version"] == project["version"]
