"""The object store: the one module that speaks S3.

Two clients behind one port. The ``minio`` SDK reads, locks and deletes; its multipart calls are
private, so botocore drives uploads with a SHA-256 per part, and signs addresses (see there).
``piece.object_key`` says why keys look as they do.

Every call has time-outs. Raises: ``kit.errors.Unavailable`` where the store is away.
"""

import base64
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from botocore.exceptions import ClientError
from minio.error import S3Error
from minio.retention import Retention

from kit.errors import Unavailable
from services.evidence import settings
from services.evidence.bucket.access import GONE, Access, away_is_named, reading, sending
from services.evidence.bucket.addresses import Addresses, base64_of
from services.evidence.bucket.keeping import Keeping

BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Stored:
    """An object's version. ``sha256`` in hex as the store verified it, ``<hex>-<parts>`` for an
    object sent in parts, empty where the store tells none.
    """

    version_id: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Part:
    size: int
    etag: str


class Bucket(Keeping):
    """One bucket of one store, for this service's key."""

    def __init__(self, access: Access) -> None:
        self.name = access.bucket
        self._minio = reading(access)
        self._inside = sending(access, access.url)
        outside = sending(access, access.public_url)
        self.addresses = Addresses(self.name, inside=self._inside, outside=outside)

    # -- multipart uploads ---------------------------------------------------------------------

    def create_upload(self, key: str, media_type: str) -> str:
        """Begin a multipart upload whose parts carry SHA-256; its id."""
        with away_is_named():
            answer = self._inside.create_multipart_upload(
                Bucket=self.name, Key=key, ContentType=media_type, ChecksumAlgorithm="SHA256"
            )
        upload_id: str = answer["UploadId"]
        return upload_id

    def parts(self, key: str, upload_id: str) -> dict[int, Part] | None:
        """The parts that are there by number; None where there is no such upload (any more).

        None does not say that the object is complete, nor that it is not: only ``head`` does.
        """
        found: dict[int, Part] = {}
        try:
            with away_is_named():
                pages = self._inside.get_paginator("list_parts").paginate(
                    Bucket=self.name, Key=key, UploadId=upload_id
                )
                for page in pages:
                    for part in page.get("Parts") or ():
                        found[part["PartNumber"]] = Part(part["Size"], part["ETag"])
        except ClientError as fault:
            if fault.response["Error"]["Code"] == "NoSuchUpload":
                return None
            raise
        return found

    def complete(
        self, key: str, upload_id: str, parts: Mapping[int, Part], sha256: Mapping[int, str]
    ) -> bool:
        """Make the parts one object; the store compares each with the SHA-256 given (hex).

        Returns False where it takes them not, or knows the upload no more: look with ``head``.
        """
        listed = [
            {
                "PartNumber": number,
                "ETag": parts[number].etag,
                "ChecksumSHA256": base64_of(sha256[number]),
            }
            for number in sorted(parts)
        ]
        try:
            with away_is_named():
                self._inside.complete_multipart_upload(
                    Bucket=self.name,
                    Key=key,
                    UploadId=upload_id,
                    MultipartUpload={"Parts": listed},
                )
        except ClientError as fault:
            if fault.response["ResponseMetadata"]["HTTPStatusCode"] in (400, 404, 412):
                return False
            raise
        return True

    def abort_uploads(self, key: str, keep: str = "") -> None:
        """Give up the multipart uploads of this key, also those whose id was never saved.

        ``keep``: the one that goes on.
        """
        with away_is_named():
            listed = self._inside.list_multipart_uploads(Bucket=self.name, Prefix=key)
            for upload in listed.get("Uploads") or ():
                if upload["Key"] == key and upload["UploadId"] != keep:
                    self._inside.abort_multipart_upload(
                        Bucket=self.name, Key=key, UploadId=upload["UploadId"]
                    )

    # -- objects -------------------------------------------------------------------------------

    def head(self, key: str, version_id: str = "") -> Stored | None:
        """This version, or the newest; None where it is not there."""
        try:
            with away_is_named():
                found = self._minio.stat_object(
                    self.name,
                    key,
                    version_id=version_id or None,
                    extra_headers={"x-amz-checksum-mode": "ENABLED"},
                )
        except S3Error as fault:
            if fault.code in GONE:
                return None
            raise
        checksum = (found.metadata or {}).get("x-amz-checksum-sha256", "")
        return Stored(found.version_id or "", found.size or 0, _hex(checksum))

    def delete(self, key: str, version_id: str) -> None:
        """Delete one version for good; what is gone is no error. Raises: S3Error where locked."""
        try:
            with away_is_named():
                self._minio.remove_object(self.name, key, version_id=version_id)
        except S3Error as fault:
            if fault.code not in GONE:
                raise

    def put_once(self, key: str, body: bytes, *, mode: str, until: datetime) -> bool:
        """Put under lock what never changes; False where something lies there already."""
        try:
            with away_is_named():
                self._inside.put_object(
                    Bucket=self.name,
                    Key=key,
                    Body=body,
                    IfNoneMatch="*",
                    ChecksumSHA256=base64_of(hashlib.sha256(body).hexdigest()),
                    ObjectLockMode=mode,
                    ObjectLockRetainUntilDate=until,
                )
        except ClientError as fault:
            if fault.response["ResponseMetadata"]["HTTPStatusCode"] in (409, 412):
                return False
            raise
        return True

    def read(self, key: str, version_id: str = "") -> bytes | None:
        """A version, or the newest, whole; None where it is not there."""
        return b"".join(blocks) if (blocks := self.blocks(key, version_id)) is not None else None

    def blocks(self, key: str, version_id: str = "") -> Iterator[bytes] | None:
        """The bytes of a version, or of the newest; None where it is not there."""
        which = {"VersionId": version_id} if version_id else {}
        try:
            with away_is_named():
                found = self._inside.get_object(Bucket=self.name, Key=key, **which)
        except ClientError as fault:
            if fault.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                return None
            raise
        return _blocks(found["Body"])

    def put(self, key: str, data: bytes, media_type: str) -> str:
        """The version that it became."""
        with away_is_named():
            written = self._minio.put_object(
                self.name, key, io.BytesIO(data), len(data), content_type=media_type
            )
        return written.version_id or ""

    def put_thumbnail(self, key: str, jpeg: bytes) -> None:
        self.put(key, jpeg, "image/jpeg")

    def retain(self, key: str, version_id: str, *, mode: str, until: datetime) -> datetime:
        """Lock a version until then at least, and read the lock back; how long it holds.

        Twice is as once: a lock that holds nearly as long is left, none is ever shortened.
        Raises: NotLocked where the store does not keep what it was told.
        """
        enough = until - timedelta(days=1)
        with away_is_named():
            held = self.retention(key, version_id)
            if not _covers(held, mode, enough):
                self._minio.set_object_retention(
                    self.name, key, Retention(mode, until), version_id=version_id
                )
                held = self.retention(key, version_id)
        if held is None or not _covers(held, mode, enough):
            raise NotLocked(f"{key}: the store holds {held and held.mode} instead of {mode}")
        return held.retain_until_date

    def check(self) -> None:
        """The bucket is there and this key may use it. Raises: Unavailable, S3Error."""
        with away_is_named():
            if not self._minio.bucket_exists(self.name):
                raise Unavailable(f"object store: no bucket {self.name}")


class NotLocked(Exception):
    """The store did not keep a retention; nothing may be called sealed."""


@cache
def bucket() -> Bucket:
    """The configured bucket; made at first use, so that no import opens a connection."""
    return Bucket(
        Access(
            url=settings.S3_URL(),
            public_url=settings.S3_PUBLIC_URL(),
            access_key=settings.S3_ACCESS_KEY(),
            secret_key=settings.S3_SECRET_KEY(),
            bucket=settings.S3_BUCKET(),
            connect_seconds=settings.S3_CONNECT_SECONDS(),
            read_seconds=settings.S3_READ_SECONDS(),
        )
    )


def sha256_of(key: str, version_id: str) -> str:
    """Of all bytes of a version, in hex. Raises: Unavailable."""
    digest = hashlib.sha256()
    for block in bucket().blocks(key, version_id) or ():
        digest.update(block)
    return digest.hexdigest()


def reachable() -> None:
    """For readiness. Raises: Unavailable, S3Error."""
    bucket().check()


def _blocks(body: Any) -> Iterator[bytes]:
    with away_is_named():
        yield from body.iter_chunks(BLOCK)


def _covers(held: Retention | None, mode: str, until: datetime) -> bool:
    if held is None or held.mode not in (mode, "COMPLIANCE"):
        return False
    return bool(held.retain_until_date >= until)


def _hex(checksum: str) -> str:
    """S3 writes base64, and ``-<parts>`` behind the checksum of an object sent in parts."""
    whole, dash, parts = checksum.partition("-")
    return base64.b64decode(whole).hex() + dash + parts
