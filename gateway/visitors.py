"""Who stands at the door before they have signed in: from where, and with which known device."""

from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import NamedTuple

from starlette.requests import Request

ELSEWHERE = "elsewhere"
"""One source for all whose address is none."""
MAX_ADDRESS = 64
"""Characters of an address that are logged."""


class Visitor(NamedTuple):
    address: str
    """As uvicorn gives it: a proxy's word only where the proxy is trusted."""
    device: str = ""
    """Id of a device on which this very account has signed in; empty where it is not known."""

    @property
    def source(self) -> str:
        """What is counted as one: an IPv4 address, or the 64 bits that one IPv6 customer holds."""
        try:
            address = ip_address(self.address.partition("%")[0])
        except ValueError:
            return ELSEWHERE
        if not isinstance(address, IPv6Address):
            return str(address)
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(IPv6Network((address, 64), strict=False))


def address_of(request: Request) -> str:
    return request.client.host[:MAX_ADDRESS] if request.client else ""
