#!/usr/bin/env bash
# Puts uv under .local/uv. Debian's Python comes without venv: its package is installed (as root, or
# with sudo), or named.
set -euo pipefail
cd "$(dirname "$0")/../.."
mkdir -p .local
if ! python3 -c 'import ensurepip' 2>/dev/null; then
    install="apt-get install -y --no-install-recommends python3-venv"
    if [ "$(id -u)" = 0 ]; then sudo=""; else sudo="sudo"; fi
    echo "Python's venv module is missing; running: $sudo $install"
    if ! command -v apt-get >/dev/null || { [ -n "$sudo" ] && ! command -v sudo >/dev/null; }; then
        echo "cannot; install it with: sudo $install" >&2
        exit 1
    fi
    $sudo $install >/dev/null || { $sudo apt-get update >/dev/null && $sudo $install >/dev/null; }
fi
echo "installing uv under .local/uv …"
python3 -m venv .local/uv
.local/uv/bin/python -m pip install -qq uv
