"""Places for connections: so many of a listener, and of one source among them.

A connection is *silent* while the next move is its client's: its request has not arrived whole, or
its answer is not being taken. Where places run out, the one that has been silent longest goes; so
half-open connections, however many, never keep others out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Protocol

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, kw_only=True)
class Limits:
    """``total`` and ``each``: connections of the listener, and of one source (an IPv4 address, or
    the 64 bits of an IPv6 network). ``exempt``: proxies, whose connections are many people's."""

    total: int
    each: int
    head_seconds: float
    head_bytes: int
    headers: int
    exempt: tuple[Network, ...] = ()


def networks(hosts: Iterable[str]) -> tuple[Network, ...]:
    """Those of the names that are addresses or networks."""
    found = []
    for host in hosts:
        try:
            found.append(ip_network(host, strict=False))
        except ValueError:
            continue
    return tuple(found)


def ip_of(address: str) -> IPv4Address | IPv6Address | None:
    """An IPv4 address also where it comes in the form of IPv6; None where it is none."""
    try:
        ip = ip_address(address)
    except ValueError:
        return None
    return (ip.ipv4_mapped or ip) if isinstance(ip, IPv6Address) else ip


def source(address: str) -> str:
    """Whose connection it is."""
    ip = ip_of(address)
    return str(ip_network((ip, 64), strict=False) if isinstance(ip, IPv6Address) else ip or address)


class Guest(Protocol):
    """Who has a place. ``rooms``: where."""

    address: str
    rooms: "tuple[Room, ...]"

    def drop(self, why: str) -> None:
        """End at once, giving the place back."""


@dataclass(eq=False)
class Room:
    """So many connections; ``silent`` in the order in which they fell silent."""

    most: int
    held: int = 0
    silent: dict["Guest", None] = field(default_factory=dict)

    def has_place(self) -> bool:
        """After ending a silent connection, if need be."""
        if self.held < self.most:
            return True
        oldest = next(iter(self.silent), None)
        if oldest is not None:
            oldest.drop("displaced")
        return oldest is not None


class Places:
    """The connections of one listener."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._all = Room(limits.total)
        self._of: dict[str, Room] = {}

    def enter(self, address: str) -> tuple[Room, ...]:
        """The rooms with a place for a connection from here; none where all are taken."""
        rooms: list[Room] = [self._all]
        name = source(address)
        if not self._is_exempt(address):
            own = self._of.get(name)
            rooms.insert(0, Room(self.limits.each) if own is None else own)
        if not all(room.has_place() for room in rooms):
            return ()
        for room in rooms:
            room.held += 1
        if len(rooms) > 1:
            self._of[name] = rooms[0]
        return tuple(rooms)

    def leave(self, connection: "Guest") -> None:
        for room in connection.rooms:
            room.held -= 1
            room.silent.pop(connection, None)
        connection.rooms = ()
        name = source(connection.address)
        if name in self._of and not self._of[name].held:
            del self._of[name]

    def _is_exempt(self, address: str) -> bool:
        ip = ip_of(address)
        return ip is not None and any(ip in network for network in self.limits.exempt)
