"""What holds, disposals and rounds ask of the object store."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError
from minio.error import S3Error
from minio.retention import Retention

from services.evidence.bucket.access import GONE, away_is_named

UNLOCKED = ("NoSuchObjectLockConfiguration", "ObjectLockConfigurationNotFoundError")
UNABLE = ("NotImplemented", "MethodNotAllowed")
"""Of a store without legal holds."""


@dataclass(frozen=True, slots=True)
class Lying:
    """An object as a list of them tells: its newest version."""

    key: str
    size: int
    at: datetime


class Keeping:
    """A part of ``Bucket``: what keeps and deletes versions, and walks over all of them."""

    name: str
    _minio: Any
    _inside: Any

    def hold(self, key: str, version_id: str, *, on: bool) -> bool:
        """Set a legal hold on a version, or take it off; False where the store has none, or has not
        got the version. Twice is as once."""
        where = {"Bucket": self.name, "Key": key, "VersionId": version_id}
        try:
            with away_is_named():
                self._inside.put_object_legal_hold(
                    **where, LegalHold={"Status": "ON" if on else "OFF"}
                )
        except ClientError as fault:
            if fault.response["Error"]["Code"] in (*UNABLE, *GONE):
                return False
            raise
        return True

    def locked_until(self, key: str, version_id: str) -> datetime | None:
        """How long a version is locked; None where it is not, or is not there."""
        try:
            with away_is_named():
                held = self.retention(key, version_id)
        except S3Error as fault:
            if fault.code in GONE:
                return None
            raise
        return held.retain_until_date if held is not None else None

    def retention(self, key: str, version_id: str) -> Retention | None:
        try:
            found: Retention | None = self._minio.get_object_retention(
                self.name, key, version_id=version_id
            )
        except S3Error as fault:
            if fault.code in UNLOCKED:
                return None
            raise
        return found

    def erase(self, key: str) -> None:
        """Delete every version of a key for good. Raises: ClientError where one is locked."""
        with away_is_named():
            for version in self._versions(key):
                self._inside.delete_object(Bucket=self.name, Key=key, VersionId=version)

    def _versions(self, key: str) -> Iterator[str]:
        pages = self._inside.get_paginator("list_object_versions").paginate(
            Bucket=self.name, Prefix=key
        )
        for page in pages:
            for one in (*(page.get("Versions") or ()), *(page.get("DeleteMarkers") or ())):
                if one["Key"] == key:
                    yield one["VersionId"]

    def listed(self, *, after: str, most: int, prefix: str = "") -> list[Lying]:
        """The next objects in the order of their keys."""
        with away_is_named():
            page = self._inside.list_objects_v2(
                Bucket=self.name, StartAfter=after, MaxKeys=most, Prefix=prefix
            )
        found = page.get("Contents") or ()
        return [Lying(one["Key"], one["Size"], one["LastModified"]) for one in found]

    def abort_stale_uploads(self, before: datetime) -> int:
        """Give up the multipart uploads begun before then, of one page of those that the store
        lists; how many."""
        with away_is_named():
            listed = self._inside.list_multipart_uploads(Bucket=self.name)
            stale = [one for one in listed.get("Uploads") or () if one["Initiated"] < before]
            for one in stale:
                where = {"Bucket": self.name, "Key": one["Key"], "UploadId": one["UploadId"]}
                self._inside.abort_multipart_upload(**where)
        return len(stale)
