"""Keys of the object store's inner ports: ``python -m infra.deploy.inner FOLDER`` writes them.

SeaweedFS's master, volume server and filer obey whoever reaches them, whatever object lock says.
With these files in its working folder they obey only who holds ``inner.key``.
"""

import secrets
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

SIGNED = ("jwt.signing", "jwt.signing.read", "jwt.filer_signing", "jwt.filer_signing.read")
PARTS = ("master", "volume", "filer", "s3", "client")
# Nobody renews them: they are as old as the store's data, and thrown away with it.
VALID = timedelta(days=100 * 365)
BOTH_ENDS = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]


def files(folder: str = ".") -> dict[str, bytes]:
    """``security.toml`` and what it names, by file name; new ones at each call.

    The authority's own key is kept nowhere: no second client can be made.

    Args:
        folder: where the store finds them, seen from its working folder.
    """
    authority, inner = generate_private_key(SECP256R1()), generate_private_key(SECP256R1())
    root, pem = _name("store"), serialization.Encoding.PEM
    ca = _certificate(root, authority).add_extension(x509.BasicConstraints(True, 0), critical=True)
    own = _certificate(_name("inner"), inner).add_extension(
        x509.ExtendedKeyUsage(BOTH_ENDS), critical=False
    )
    return {
        "security.toml": _settings(folder).encode(),
        "ca.pem": ca.issuer_name(root).sign(authority, hashes.SHA256()).public_bytes(pem),
        "inner.pem": own.issuer_name(root).sign(authority, hashes.SHA256()).public_bytes(pem),
        "inner.key": inner.private_bytes(
            pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
    }


def write(folder: Path) -> None:
    """Put the files there once; what stands there already stays."""
    if (folder / "security.toml").exists():
        return
    for name, content in reversed(files().items()):
        file = folder / name
        file.touch(mode=0o600)
        file.write_bytes(content)


def _settings(folder: str) -> str:
    keys = [f'[{name}]\nkey = "{secrets.token_hex(32)}"\n' for name in SIGNED]
    own = f'cert = "{folder}/inner.pem"\nkey = "{folder}/inner.key"\n'
    parts = [f"[grpc.{part}]\n{own}" for part in PARTS]
    return "".join([*keys, f'[grpc]\nca = "{folder}/ca.pem"\n', *parts])


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _certificate(subject: x509.Name, key: EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + VALID)
    )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m infra.deploy.inner FOLDER")
    write(Path(sys.argv[1]))
