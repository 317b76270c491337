# shellcheck shell=bash
# Sourced by build.sh: a container engine to build with. The one that answers, else one of our own
# from Debian's docker.io, with everything of it under .local/docker. Ours touches neither the
# firewall nor ip_forward, and its bridge goes with it: builds use the machine's network, containers
# reach each other and the ports that they publish on loopback, and nothing else.

DOCKER_HOME=$PWD/.local/docker
BRIDGE=tongxin0
BRIDGE_ADDRESS=${TONGXIN_BRIDGE_ADDRESS:-172.31.213.1/24}
BUILD=()
own_engine=
mkdir -p "$DOCKER_HOME"

engine_up() {
    if docker version >/dev/null 2>&1; then
        say "engine: the one that answers"
        return
    fi
    [ "$(id -u)" = 0 ] || { say "no container engine answers, and only root can start one"; return 1; }
    from_apt dockerd docker.io /usr/sbin
    from_apt ip iproute2 /usr/sbin
    engine_stop # a left-over of ours
    # A socket's name must be short, and this folder's may not be.
    local run
    run=$(mktemp -d /tmp/tongxin-docker.XXXXXX)
    echo "$run" > "$DOCKER_HOME/run"
    own_engine=1
    # Not docker0: another engine would give the same addresses away.
    ip link add "$BRIDGE" type bridge
    ip address add "$BRIDGE_ADDRESS" dev "$BRIDGE"
    ip link set "$BRIDGE" up
    # Mounts of its own end with it.
    unshare --mount dockerd --data-root "$DOCKER_HOME/data" --exec-root "$run/exec" \
        --pidfile "$DOCKER_HOME/pid" --host "unix://$run/docker.sock" \
        --bridge "$BRIDGE" --iptables=false --ip6tables=false --ip-forward=false --ip-masq=false \
        > "$DOCKER_HOME/log" 2>&1 &
    export DOCKER_HOST=unix://$run/docker.sock DOCKER_BUILDKIT=0
    BUILD+=(--network host)
    for _ in $(seq 150); do
        docker version >/dev/null 2>&1 && { say "engine: our own, under .local/docker"; return; }
        kill -0 $! 2>/dev/null || break
        sleep 0.2
    done
    say "our engine did not start:"
    tail -20 "$DOCKER_HOME/log"
    return 1
}

engine_down() {
    [ -n "$own_engine" ] || return 0
    set +e # every step, whatever the one before came to
    # Whatever a broken-off proof left: networks are the one thing that would outlive the engine.
    docker ps --all --quiet | xargs --no-run-if-empty docker rm --force --volumes >/dev/null 2>&1
    docker network prune --force >/dev/null 2>&1
    docker volume prune --force >/dev/null 2>&1
    docker image prune --force --filter until=168h >/dev/null 2>&1
    engine_stop
    say "engine stopped"
}

engine_stop() {
    local pid
    [ -e "$DOCKER_HOME/run" ] || return 0
    pid=$(cat "$DOCKER_HOME/pid" 2>/dev/null || echo none)
    if grep -q dockerd "/proc/$pid/comm" 2>/dev/null; then
        kill "$pid"
        for _ in $(seq 100); do
            [ -d "/proc/$pid" ] || break
            sleep 0.3
        done
        [ -d "/proc/$pid" ] && kill -KILL "$pid"
    fi
    ip link delete "$BRIDGE" 2>/dev/null || true
    rm -rf "$(cat "$DOCKER_HOME/run")" "$DOCKER_HOME"/{pid,run}
}
