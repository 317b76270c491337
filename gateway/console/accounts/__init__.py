"""人员与账号: who has an account, and what those do to it who tend it."""
