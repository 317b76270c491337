"""Which addresses a receiver may have."""

from ipaddress import ip_address, ip_network

import pytest

from services.notify.hooks.addresses import chosen, literal, place, reachable

LISTED = (ip_network("10.20.0.0/16"), ip_network("fd00:1::/32"))
INSIDE = (
    *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1"),
    *("169.254.169.254", "100.64.0.1", "192.0.0.1", "198.18.0.1", "224.0.0.1", "255.255.255.255"),
    *("240.0.0.1", "::", "::1", "fe80::1", "fc00::1", "fec0::1", "ff02::1"),
    *("::ffff:127.0.0.1", "::ffff:a9fe:a9fe", "::127.0.0.1", "2002:7f00:1::", "2002:a9fe:a9fe::"),
    *("64:ff9b::7f00:1", "64:ff9b:1::1", "2001::1", "2001:db8::1"),
)
OUTSIDE = ("8.8.8.8", "223.5.5.5", "2400:3200::1", "::ffff:8.8.8.8", "2002:808:808::")


@pytest.mark.parametrize("address", INSIDE)
def test_nothing_behind_the_walls_is_reached(address):
    assert not reachable(ip_address(address), (), plain=False)
    assert not reachable(ip_address(address), LISTED, plain=False)


@pytest.mark.parametrize("address", OUTSIDE)
def test_public_addresses_are_reached_with_tls_alone(address):
    assert reachable(ip_address(address), LISTED, plain=False)
    assert not reachable(ip_address(address), LISTED, plain=True)


@pytest.mark.parametrize("address", ["10.20.3.4", "::ffff:10.20.3.4", "fd00:1::9"])
def test_a_network_that_is_listed_is_reached_with_or_without_tls(address):
    for plain in (True, False):
        assert reachable(ip_address(address), LISTED, plain=plain)
        assert not reachable(ip_address(address), (), plain=plain)


def test_of_a_name_all_addresses_must_be_allowed():
    good, bad = ip_address("223.5.5.5"), ip_address("127.0.0.1")
    assert chosen([good], (), plain=False) == good
    for mixed in ([good, bad], [bad, good], [bad]):
        with pytest.raises(PermissionError):
            chosen(mixed, (), plain=False)
    with pytest.raises(ConnectionError):
        chosen([], (), plain=False)


@pytest.mark.parametrize(
    ("url", "host", "port", "path", "named"),
    [
        ("https://a.cn", "a.cn", 443, "/", "a.cn"),
        ("https://A.cn:8443/x?y=1", "a.cn", 8443, "/x?y=1", "a.cn:8443"),
        ("http://[fd00:1::9]/x", "fd00:1::9", 80, "/x", "[fd00:1::9]"),
        ("http://[fd00:1::9]:81", "fd00:1::9", 81, "/", "[fd00:1::9]:81"),
    ],
)
def test_an_address_is_read_as_a_request_needs_it(url, host, port, path, named):
    found = place(url)
    assert (found.host, found.port, found.path, found.named) == (host, port, path, named)


@pytest.mark.parametrize(
    "url",
    [
        *("https://", "https:///x", "ftp://a.cn/", "//a.cn", "a.cn", "https://a.cn:99999/"),
        *("https://a.cn:0/", "https://u:p@a.cn/", "https://u@a.cn/", "https://a.cn/#x"),
        *("https://[::1/", "https://a.cn:x/"),
    ],
)
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(ValueError):
        place(url)


def test_a_host_that_is_an_address_is_known_as_one():
    assert literal("10.0.0.1") == ip_address("10.0.0.1")
    assert literal("fe80::1%eth0") == ip_address("fe80::1")
    assert literal("a.cn") is None
