"""Who gets a place, and who loses one."""

import pytest

from gateway.places import Limits, Places, Room, networks, source


class Visitor:
    def __init__(self, places: Places, address: str) -> None:
        self.address = address
        self.ended = ""
        self._places = places
        self.rooms: tuple[Room, ...] = places.enter(address)
        self.says_nothing()

    def says_nothing(self) -> None:
        for room in self.rooms:
            room.silent.pop(self, None)
            room.silent[self] = None

    def is_served(self) -> None:
        for room in self.rooms:
            room.silent.pop(self, None)

    def drop(self, why: str) -> None:
        self.ended = why
        self._places.leave(self)


def places(total: int = 10, each: int = 3, exempt: tuple[str, ...] = ()) -> Places:
    limits = Limits(
        total=total,
        each=each,
        head_seconds=1,
        head_bytes=1,
        headers=1,
        exempt=networks(exempt),
    )
    return Places(limits)


@pytest.mark.parametrize(
    ("address", "whose"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("", ""),
        ("/run/socket", "/run/socket"),
    ],
)
def test_an_ipv6_network_is_one_source(address: str, whose: str) -> None:
    assert source(address) == whose


def test_the_one_that_was_silent_longest_goes() -> None:
    made = places()
    first, second, third = (Visitor(made, "192.0.2.1") for _ in range(3))
    first.says_nothing()  # it has said something meanwhile, and is silent again
    fourth = Visitor(made, "192.0.2.1")
    assert [v.ended for v in (first, second, third, fourth)] == ["", "displaced", "", ""]


def test_who_is_served_keeps_the_place_and_the_next_gets_none() -> None:
    made = places()
    visitors = [Visitor(made, "192.0.2.1") for _ in range(3)]
    for visitor in visitors:
        visitor.is_served()
    assert Visitor(made, "192.0.2.1").rooms == ()
    assert Visitor(made, "192.0.2.2").rooms
    visitors[0].drop("done")
    assert Visitor(made, "192.0.2.1").rooms


def test_a_crowd_of_many_sources_displaces_its_own_oldest() -> None:
    made = places(total=4)
    crowd = [Visitor(made, f"192.0.2.{n}") for n in range(8)]
    assert [v.ended for v in crowd] == ["displaced"] * 4 + [""] * 4


def test_a_trusted_proxy_has_as_many_as_there_are() -> None:
    made = places(exempt=("192.0.2.0/24", "no-address", "::1"))
    assert all(Visitor(made, "192.0.2.9").rooms for _ in range(10))
    assert all(not visitor.ended for visitor in [Visitor(made, "::1")])


def test_who_has_left_is_forgotten() -> None:
    made = places(each=1)
    for n in range(100):
        Visitor(made, f"192.0.2.{n}").drop("done")
    assert not made._of and not made._all.held and not made._all.silent
