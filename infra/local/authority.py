"""A certificate authority of this machine alone, and the certificate of its loopback addresses.

Browsers keep photos, hash them and look for a position over a secure connection alone, and a phone
reaches this machine by a cable as its own loopback. So the gateway is served with a certificate
that an authority of this machine signs, made at the first start; whoever trusts the authority's
certificate trusts the page. It may sign for loopback addresses and nothing else (RFC 5280,
4.2.1.10), and its key is readable by its user alone.
"""

import os
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

LIFE, LEAF_LIFE = timedelta(days=3650), timedelta(days=397)
"""398 days are the most that browsers take of a site's certificate."""
RENEWED = timedelta(days=30)
"""Before its end a certificate is made anew."""
ADDRESSES = (ip_address("127.0.0.1"), ip_address("::1"))
ALLOWED = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
NAME = "localhost"
Key = ec.EllipticCurvePrivateKey


class Certificates(NamedTuple):
    """Files: what a phone is to trust, and what the gateway shows and signs with."""

    authority: Path
    certificate: Path
    key: Path


def certificates(folder: Path) -> Certificates:
    """Those in the folder, made where there are none or their time is nearly over.

    Raises: OSError, ValueError (a file there is damaged).
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    authority, signing = folder / "tongxin-local.crt", folder / "tongxin-local.key"
    certificate, key = folder / "loopback.crt", folder / "loopback.key"
    now = datetime.now(UTC)
    if not (_holds(authority, now) and signing.exists()):
        _make_authority(authority, signing, now)
        certificate.unlink(missing_ok=True)
    if not (_holds(certificate, now) and key.exists()):
        _make_leaf(certificate, key, authority, signing, now)
    return Certificates(authority, certificate, key)


def _holds(file: Path, now: datetime) -> bool:
    """Raises: ValueError."""
    if not file.exists():
        return False
    return x509.load_pem_x509_certificate(file.read_bytes()).not_valid_after_utc > now + RENEWED


def _make_authority(file: Path, signing: Path, now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Tongxin, this machine"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"Tongxin local authority {now:%Y-%m-%d}"),
        ]
    )
    permitted: list[x509.GeneralName] = [x509.DNSName(NAME)]
    permitted += [x509.IPAddress(network) for network in ALLOWED]
    usage = _usage(key_cert_sign=True, crl_sign=True)
    made = (
        _builder(name, name, key, now, LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .sign(key, hashes.SHA256())
    )
    _write(signing, _pem(key))
    _write(file, made.public_bytes(Encoding.PEM), 0o644)


def _make_leaf(file: Path, own: Path, authority: Path, signing: Path, now: datetime) -> None:
    above = x509.load_pem_x509_certificate(authority.read_bytes())
    signer = load_pem_private_key(signing.read_bytes(), None)
    assert isinstance(signer, Key)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    names: list[x509.GeneralName] = [x509.DNSName(NAME)]
    names += [x509.IPAddress(address) for address in ADDRESSES]
    made = (
        _builder(name, above.subject, key, now, LEAF_LIFE)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
        .sign(signer, hashes.SHA256())
    )
    _write(own, _pem(key))
    _write(file, made.public_bytes(Encoding.PEM), 0o644)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: Key, now: datetime, life: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))  # clocks of phones are behind
        .not_valid_after(now + life)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(
    *, digital_signature: bool = False, key_cert_sign: bool = False, crl_sign: bool = False
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(key: Key) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write(file: Path, content: bytes, mode: int = 0o600) -> None:
    """Whole or not at all, and never readable by others for a moment."""
    new = file.with_suffix(f"{file.suffix}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
        out.write(content)
        os.fsync(out.fileno())
    new.rename(file)
