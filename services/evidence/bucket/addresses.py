"""Signed addresses of the object store: computed here, without a call.

The ``minio`` SDK signs the host alone, which binds nothing; botocore signs the length, the type,
the checksum and "only if new" as well: an address takes exactly the bytes that were declared.
"""

import base64
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote


class Addresses:
    """For one bucket.

    ``inside``, ``outside``: botocore clients for the store's address as this service reaches it,
    and as phones and browsers do.
    """

    def __init__(self, bucket: str, *, inside: Any, outside: Any) -> None:
        self._bucket = bucket
        self._inside = inside
        self._outside = outside

    def put(
        self, key: str, *, size: int, media_type: str, sha256: str, seconds: int
    ) -> dict[str, Any]:
        """{"url", "headers", "size"} of the PUT that takes exactly these bytes, once.

        The length is signed too, but not among the headers: a browser sets it by itself and lets
        no page do so.
        """
        checksum = base64_of(sha256)
        params = {
            "Key": key,
            "ContentLength": size,
            "ContentType": media_type,
            "IfNoneMatch": "*",
            "ChecksumSHA256": checksum,
        }
        return {
            "url": self._sign(self._outside, "put_object", params, seconds),
            "headers": {
                "content-type": media_type,
                "if-none-match": "*",
                "x-amz-checksum-sha256": checksum,
            },
            "size": size,
        }

    def part(
        self, key: str, upload_id: str, number: int, *, size: int, sha256: str, seconds: int
    ) -> dict[str, Any]:
        """{"number", "url", "headers", "size"} of one part's PUT."""
        checksum = base64_of(sha256)
        params = {
            "Key": key,
            "UploadId": upload_id,
            "PartNumber": number,
            "ContentLength": size,
            "ChecksumSHA256": checksum,
        }
        return {
            "number": number,
            "url": self._sign(self._outside, "upload_part", params, seconds),
            "headers": {"x-amz-checksum-sha256": checksum},
            "size": size,
        }

    def download(
        self,
        key: str,
        *,
        version_id: str = "",
        filename: str,
        media_type: str,
        seconds: int,
    ) -> str:
        """A GET for people: always as an attachment, under the type that was checked."""
        name = quote(filename, safe="")
        params = {
            "Key": key,
            "ResponseContentDisposition": f"attachment; filename*=UTF-8''{name}",
            "ResponseContentType": media_type,
        }
        if version_id:
            params["VersionId"] = version_id
        return self._sign(self._outside, "get_object", params, seconds)

    def read(self, key: str, version_id: str, *, seconds: int) -> str:
        """A GET for the checking process, which holds no key of its own."""
        return self._sign(
            self._inside, "get_object", {"Key": key, "VersionId": version_id}, seconds
        )

    def _sign(self, client: Any, call: str, params: Mapping[str, Any], seconds: int) -> str:
        url: str = client.generate_presigned_url(
            call, Params={"Bucket": self._bucket, **params}, ExpiresIn=seconds
        )
        return url


def base64_of(sha256: str) -> str:
    """S3's form of a checksum given in hex."""
    return base64.b64encode(bytes.fromhex(sha256)).decode()
