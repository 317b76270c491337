"""A chosen port stays one's own until its server listens."""

import subprocess
import sys

from infra.local import ports

USUAL = 17999
CHOOSES = "from infra.local import ports; print(ports.choose({usual}))"


def others_choice(usual: int) -> int:
    """What another process is given that asks for this port."""
    done = subprocess.run(
        [sys.executable, "-c", CHOOSES.format(usual=usual)],
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    return int(done.stdout)


def test_a_port_is_given_once_though_nothing_listens_there_yet() -> None:
    mine = ports.choose()
    assert ports.is_free(mine)
    assert ports.choose(mine) != mine
    assert others_choice(mine) != mine


def test_a_port_chosen_by_a_process_that_ended_is_free_again() -> None:
    assert others_choice(USUAL) == USUAL
    assert others_choice(USUAL) == USUAL


def test_a_port_that_is_somebodys_is_not_given() -> None:
    assert ports.choose(USUAL + 1, but={USUAL + 1}) != USUAL + 1
