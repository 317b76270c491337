"""Which addresses a receiver may have: nothing behind the city's own walls that was not named.

Whoever registers an address lets this service ask there; it must not become a way to what only
servers reach: loopback, private networks, the metadata of a cloud (SSRF).
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

Networks = tuple[IPv4Network | IPv6Network, ...]
Address = IPv4Address | IPv6Address
PORTS = {"http": 80, "https": 443}


class Target(NamedTuple):
    """``path``: with its query, as a request names it."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def named(self) -> str:
        """As the header ``Host`` wants it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def place(url: str) -> Target:
    """Raises: ValueError, with the fault in words."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError:
        raise ValueError("地址写法不对") from None
    if parts.scheme not in PORTS or not host:
        raise ValueError("地址须以 https:// 开头，并写明主机名")
    if "@" in parts.netloc or parts.fragment:
        raise ValueError("地址中不能带用户名、密码或 # 之后的部分")
    if port == 0:
        raise ValueError("端口不对")
    path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    return Target(parts.scheme, host, port or PORTS[parts.scheme], path)


def literal(host: str) -> Address | None:
    """The address that the host itself is, if it is one."""
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None


def reachable(address: Address, networks: Networks, *, plain: bool) -> bool:
    """``plain``: without TLS, which is for the city's own networks alone."""
    real = _plain(address)
    if any(real in network for network in networks):
        return True
    return not plain and _public(real)


def chosen(found: Iterable[Address], networks: Networks, *, plain: bool) -> Address:
    """The first of those that a name has. Raises: PermissionError where one of them is not allowed;
    ConnectionError without any.
    """
    addresses = list(found)
    if not addresses:
        raise ConnectionError("the name has no address")
    if not all(reachable(each, networks, plain=plain) for each in addresses):
        raise PermissionError("the address is not public and not listed")
    return addresses[0]


def _public(address: Address) -> bool:
    """What stands for an IPv4 address by translation (64:ff9b::/96) counts as reserved."""
    known = address.is_global and not address.is_multicast and not address.is_reserved
    if isinstance(address, IPv4Address):
        return known
    behind = address.sixtofour
    return known and not address.is_site_local and (behind is None or _public(behind))


def _plain(address: Address) -> Address:
    return getattr(address, "ipv4_mapped", None) or address
