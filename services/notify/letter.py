"""A delivery as an e-mail."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

LINES = SMTP.clone(max_line_length=76)
"""RFC 2047, section 2: a line of a header with encoded words has at most 76 characters."""
SENDER_NAME = "同心双拥"
CLOSING = "——\n同心·双拥创建工作平台\n本邮件由系统自动发出，请勿回复。\n"


def compose(
    *,
    key: str,
    name: str,
    address: str,
    sender: str,
    subject: str,
    body: str,
    link: str,
    written_at: datetime,
) -> EmailMessage:
    """The same delivery gives the same letter at each try, Message-ID and Date included, so that
    mail servers and readers can tell a repeat. ``link``: the page that it speaks of, or empty.

    Raises: ValueError or email.errors.MessageError (an address that no header can hold).
    """
    domain = sender.rpartition("@")[2]
    local, _, host = address.rpartition("@")
    letter = EmailMessage(policy=LINES)
    letter["Message-ID"] = f"<{key.replace(':', '.')}@{domain}>"
    letter["Date"] = format_datetime(written_at)
    letter["From"] = Address(SENDER_NAME, addr_spec=sender)
    letter["To"] = Address(" ".join(name.split()), local, host)
    letter["Subject"] = subject
    letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office replies, please
    opens = f"打开：{link}\n\n" if link else ""
    letter.set_content(f"{name}：\n\n{body}\n{opens}{CLOSING}", charset="utf-8", cte="base64")
    return letter
