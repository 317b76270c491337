"""事件推送: addresses of programs that are told of events, and what was sent there."""
