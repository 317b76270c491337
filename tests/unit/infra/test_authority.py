"""The local authority: kept, readable by its user alone, and good for loopback only."""

import ssl
import stat
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

from cryptography import x509

from infra.local import authority
from infra.local.authority import certificates


def test_it_is_made_once_and_its_keys_are_nobody_elses(tmp_path: Path) -> None:
    made = certificates(tmp_path / "authority")
    first = made.authority.read_bytes(), made.certificate.read_bytes()
    again = certificates(tmp_path / "authority")
    assert (again.authority.read_bytes(), again.certificate.read_bytes()) == first
    keys = list((tmp_path / "authority").glob("*.key"))
    assert len(keys) == 2
    assert {stat.S_IMODE(key.stat().st_mode) for key in keys} == {0o600}


def test_it_may_sign_for_loopback_alone(tmp_path: Path) -> None:
    made = certificates(tmp_path)
    above = x509.load_pem_x509_certificate(made.authority.read_bytes())
    names = above.extensions.get_extension_for_class(x509.NameConstraints)
    assert names.critical and names.value.permitted_subtrees is not None
    assert {one.value for one in names.value.permitted_subtrees} == {
        "localhost",
        ip_network("127.0.0.0/8"),
        ip_network("::1/128"),
    }
    own = x509.load_pem_x509_certificate(made.certificate.read_bytes())
    own.verify_directly_issued_by(above)
    assert own.not_valid_after_utc < datetime.now(UTC) + timedelta(days=398)
    ssl.create_default_context(cafile=made.authority)
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(made.certificate, made.key)


def test_a_certificate_near_its_end_is_made_anew(tmp_path: Path, monkeypatch) -> None:
    old = certificates(tmp_path).certificate.read_bytes()
    monkeypatch.setattr(authority, "RENEWED", timedelta(days=398))
    made = certificates(tmp_path)
    assert made.certificate.read_bytes() != old
