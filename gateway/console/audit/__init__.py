"""审计: the audit log in words, for the auditor, and whether it is as it was written."""
