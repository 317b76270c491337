#!/bin/sh
# Writes infra/compose/.env (or the file named) with secrets of its own; an existing one stays.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
file=${1:-$here/.env}

if [ -e "$file" ]; then
    echo "$file is there already" >&2
    exit 0
fi
umask 077
while IFS= read -r line; do
    case $line in
        *=generate) echo "${line%generate}$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')" ;;
        *) printf '%s\n' "$line" ;;
    esac
done < "$here/env.example" > "$file.new"
mv "$file.new" "$file"
echo "wrote $file"
