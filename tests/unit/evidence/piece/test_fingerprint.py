"""What a picture looks like in 64 bits: what it survives, and what it does not tell."""

import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageEnhance

from services.evidence.checks import images
from services.evidence.piece.fingerprint import (
    ALIKE,
    BITS,
    SIDE,
    TERMS,
    distance,
    fingerprint,
    turns,
    written,
)
from services.evidence.piece.media import JPEG
from tests.unit.evidence import files
from tests.unit.evidence.checks.test_checks import LIMITS

ANY = st.integers(0, 2**BITS - 1)


def of(image: Image.Image, quality: int = 85) -> int:
    """As the check reads it from the file."""
    finding = images.look(io.BytesIO(files.as_jpeg(image, quality)), JPEG, LIMITS)
    return int(finding.facts.fingerprint or "", 16)


CHANGES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "small": lambda one: one.resize((200, 150)),
    "bright": lambda one: ImageEnhance.Brightness(one).enhance(1.2),
    "flat": lambda one: ImageEnhance.Contrast(one).enhance(0.6),
    "grey": lambda one: one.convert("L").convert("RGB"),
    "cropped": lambda one: one.crop((6, 5, one.width - 6, one.height - 5)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_picture_is_known_again_after(change: str) -> None:
    for seed in range(3):
        scene = files.scene(seed)
        assert distance(of(scene), of(CHANGES[change](scene), quality=40)) <= ALIKE


@pytest.mark.parametrize("turn", Image.Transpose)
def test_a_picture_is_known_again_in_every_position(turn: Image.Transpose) -> None:
    scene = files.scene(5)
    assert distance(of(scene), of(scene.transpose(turn))) <= 1


def test_other_scenes_are_far_away() -> None:
    looks = [of(files.scene(seed)) for seed in range(12)]
    assert min(distance(a, b) for n, a in enumerate(looks) for b in looks[:n]) > ALIKE


@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_wall_has_none(level: int) -> None:
    assert fingerprint([level] * SIDE * SIDE) == ""


def test_a_gradient_has_none_for_most_of_its_frequencies_are_noise() -> None:
    assert fingerprint([8 * row for row in range(SIDE) for _ in range(SIDE)]) == ""


def test_it_is_sixteen_hex_digits() -> None:
    assert written(1) == "0" * 15 + "1"
    checker = [255 * (at // 5 % 2 ^ at // SIDE // 7 % 2) for at in range(SIDE * SIDE)]
    assert len(fingerprint(checker)) == 16


def test_the_terms_are_each_once_and_their_mirror_images_too() -> None:
    assert len(set(TERMS)) == BITS
    assert {(down, across) for across, down in TERMS} == set(TERMS)


@given(ANY)
def test_the_eight_positions_are_those_of_each_of_them(bits: int) -> None:
    assert all(sorted(turns(one)) == sorted(turns(bits)) for one in turns(bits))


@given(ANY, ANY)
def test_a_distance_is_the_same_from_both_ends(one: int, other: int) -> None:
    assert distance(one, other) == distance(other, one) <= (one ^ other).bit_count()
