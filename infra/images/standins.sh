# shellcheck shell=bash
# Sourced by build.sh. Where no image registry answers, stand-ins take the place of the public
# images: made of Debian's and the Python index's packages (standins/Dockerfile). They prove the
# wiring, not the public images, and have names of their own, so that nobody takes them for those,
# and a tag, without which docker-compose asks a registry for what is here.

PUBLIC_PYTHON=python:3.11-slim-bookworm
PULL_SECONDS=300

# Ask an image registry, unless told not to; what answers one image answers the others.
choose_images() {
    if [ -z "${TONGXIN_STANDINS:-}" ] && { docker image inspect "$PUBLIC_PYTHON" >/dev/null 2>&1 \
        || timeout "$PULL_SECONDS" docker pull --quiet "$PUBLIC_PYTHON" >/dev/null 2>&1; }; then
        say "images: the public ones"
        return
    fi
    say "images: no registry answers; STAND-INS prove the wiring, not the public images"
    make_standins
    BUILD+=(--build-arg PYTHON_IMAGE=tongxin-standin/python:local)
    export RABBITMQ_IMAGE=tongxin-standin/rabbitmq:local MONGO_IMAGE=tongxin-standin/mongo:local
    export SEAWEEDFS_IMAGE=tongxin-standin/seaweedfs:local
}

make_standins() {
    local context=$DOCKER_HOME/standins part
    docker image inspect tongxin-standin/debian >/dev/null 2>&1 || make_debian
    rm -rf "$context"
    cp -r infra/images/standins "$context"
    machine_settings "$context/machine"
    for part in python rabbitmq mongo seaweedfs; do
        build "tongxin-standin/$part:local" "$context" --target "$part" \
            --build-arg BASE=tongxin-standin/debian
    done
}

make_debian() {
    from_apt debootstrap debootstrap /usr/sbin
    local root mirror
    root=$(mktemp -d) # debootstrap takes no blank in a name
    # shellcheck disable=SC2016  # apt-get expands it
    mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Codename: bookworm' \
        2>/dev/null | head -1)
    # shellcheck disable=SC2086  # without a mirror: its default
    debootstrap --variant=minbase --include=ca-certificates bookworm "$root" $mirror \
        > "$DOCKER_HOME/debootstrap.log" || { tail "$DOCKER_HOME/debootstrap.log"; return 1; }
    tar -C "$root" -c . | docker import - tongxin-standin/debian >/dev/null
    rm -rf --one-file-system "$root"
    say "made tongxin-standin/debian by debootstrap"
}

# What lets this machine reach its package indexes: it goes into the stand-ins only.
machine_settings() {
    local to=$1
    mkdir -p "$to/etc/machine" "$to/etc/apt/apt.conf.d"
    cp "${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}" "$to/etc/machine/ca.crt"
    apt-config dump | grep -E '^Acquire::(Check-|http|Retries|ForceIPv).* "[^"]+";' \
        > "$to/etc/apt/apt.conf.d/90machine" || true
    # An index on this machine's disk is not there in a container.
    { echo "[global]"; python3 -m pip config list 2>/dev/null \
        | sed -nE "s/^(global|:env:)\.(index-url|extra-index-url|trusted-host|proxy|default-timeout)='(.*)'$/\2 = \3/p" \
        | grep -v file: || true; } > "$to/etc/pip.conf"
}
