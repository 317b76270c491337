#!/bin/sh
# Copies the browser files that we serve ourselves into static/vendor, and those of the field page
# into gateway/field/app/vendor, at the versions locked in package-lock.json. Needs npm; run again
# after a change of the lock. A package that reports its installation home (swagger-ui-dist asks for
# one) is taken out of the lock by hand: npm keeps to the lock, and no script of a package is run.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
tools=$root/.local/tools/console
vendor=$here/static/vendor

command -v npm >/dev/null || { echo "npm is missing; install it with: apt-get install npm" >&2; exit 1; }
mkdir -p "$tools" "$vendor"
cp "$here/package.json" "$here/package-lock.json" "$tools/"
npm ci --prefix "$tools" --ignore-scripts --no-audit --no-fund --loglevel=error "$@"

for file in \
    htmx.org/dist/htmx.min.js \
    swagger-ui-dist/swagger-ui-bundle.js \
    swagger-ui-dist/swagger-ui.css
do
    cp "$tools/node_modules/$file" "$vendor/"
done

# The field page's modules: files that import one another by relative addresses, as browsers want
# them without an import map, which Chromium 87 has not.
field=$here/../field/app/vendor
rm -rf "$field"
mkdir -p "$field/hashes" "$field/curves/abstract"
for file in _md _u64 sha2 utils; do
    cp "$tools/node_modules/@noble/hashes/$file.js" "$field/hashes/"
done
for file in ed25519 utils abstract/curve abstract/edwards abstract/fft abstract/frost \
    abstract/hash-to-curve abstract/modular abstract/montgomery abstract/oprf
do
    up=../hashes
    case $file in abstract/*) up=../../hashes ;; esac
    sed "s|'@noble/hashes/|'$up/|" "$tools/node_modules/@noble/curves/$file.js" \
        >"$field/curves/$file.js"
done
