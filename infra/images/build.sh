#!/bin/bash
# Builds the image of each service, of the gateway and of the deploy job, and proves them: brings
# infra/compose.yml up with them, uses the system through its public API and brings it down again.
# Wants `make setup` done. Needs root where no container engine answers (engine.sh), and an image
# registry for the public images, or says that it uses stand-ins (standins.sh).
# TONGXIN_STANDINS=1 asks no registry.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

SERVICES=(tasks evidence notify scoring gateway deploy)
export TONGXIN_VERSION=${TONGXIN_VERSION:-dev}

say() { printf '[%3ds] %s\n' "$SECONDS" "$*"; }

# from_apt PROGRAM PACKAGE [FOLDER]: install what is missing.
from_apt() {
    .venv/bin/python - "$@" <<'PYTHON'
import sys
from infra.local.programs import Missing, from_apt
try:
    from_apt(sys.argv[1], [sys.argv[2]], print, *sys.argv[3:])
except Missing as fault:
    sys.exit(str(fault))
PYTHON
}

# build TAG CONTEXT ARGUMENT…
build() {
    local tag=$1 context=$2 log started=$SECONDS
    log=$(mktemp)
    docker build --tag "$tag" "${BUILD[@]}" "${@:3}" "$context" > "$log" 2>&1 \
        || { tail -40 "$log"; rm "$log"; say "$tag was not built"; return 1; }
    rm "$log"
    say "built $tag in $((SECONDS - started)) s"
}

# The browser's files, which are not in the repository: the gateway's image takes them from here.
vendor() {
    local console=gateway/console
    [ "$console/static/vendor/htmx.min.js" -nt "$console/package-lock.json" ] && return
    from_apt npm npm
    sh "$console/build.sh" > /dev/null
    say "fetched the browser's files"
}

source infra/images/engine.sh
source infra/images/standins.sh

trap engine_down EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
engine_up
choose_images
vendor
for service in "${SERVICES[@]}"; do
    build "tongxin/$service:$TONGXIN_VERSION" . --file infra/Dockerfile \
        --build-arg "SERVICE=$service" --build-arg "VERSION=$TONGXIN_VERSION"
done
.venv/bin/python -m infra.images.prove
say "the images are built and proved"
