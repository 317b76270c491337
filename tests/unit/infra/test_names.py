"""One name, one thing, within a service."""

from pathlib import Path

from infra.check.names import faults


def tree(root: Path, files: dict[str, str]) -> list[str]:
    for name, text in files.items():
        file = root / "services" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return list(faults(root))


def test_two_classes_of_one_name_are_told_with_their_files(tmp_path: Path) -> None:
    said = tree(
        tmp_path, {"shop/bread/loaf.py": "class Slice: ...", "shop/cake.py": "class Slice: ..."}
    )
    assert said == ["services/shop: Slice: bread/loaf.py, cake.py"]


def test_two_modules_of_one_name_are_told(tmp_path: Path) -> None:
    said = tree(tmp_path, {"shop/bread/price.py": "", "shop/cakes/price.py": ""})
    assert said == ["services/shop: price: bread/price.py, cakes/price.py"]


def test_what_every_room_has_and_what_another_service_has_is_no_fault(tmp_path: Path) -> None:
    rooms = {
        "shop/bread/doors.py": "class _Own: ...",
        "shop/cakes/doors.py": "class _Own: ...",
        "shop/bread/bread.py": "class Loaf: ...",
        "mill/bread.py": "class Loaf: ...",
    }
    assert tree(tmp_path, rooms) == []
