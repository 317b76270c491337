"""我的账号: what people do to their own account, and the one-time link with which it begins."""
