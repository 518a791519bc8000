#!/usr/bin/env bash
# PostgreSQL and Redis from Debian's packages, on loopback, without systemd and without touching a
# server that is already there: each has its own port, folder and password.
#
#   services.sh start            start both for development and print their addresses
#   services.sh stop             stop them; the data stays
#   services.sh with-postgres COMMAND...
#                                run COMMAND with DATABASE_URL set to a server made for it alone
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
var=$root/var/services
postgres_port=${POSTGRES_PORT:-54320}
redis_port=${REDIS_PORT:-63790}

fail() { printf '%s\n' "$@" >&2; exit 1; }

find_binaries() {
  local found
  found=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
  if [ -n "$found" ] && [ -x "$found/initdb" ]; then echo "$found"; return; fi
  found=$(command -v initdb || true)
  if [ -n "$found" ]; then dirname "$found"; return; fi
  return 1
}

install_packages() {
  local sudo=
  if find_binaries >/dev/null && command -v redis-server >/dev/null; then return; fi
  command -v apt-get >/dev/null || fail "PostgreSQL and Redis are not installed, and there is no apt-get." \
    "Install them with your system's package manager and run this again."
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "PostgreSQL and Redis are not installed." \
      "Install them as root: apt-get install postgresql redis-server"
    sudo=sudo
  fi
  echo "==> Installing PostgreSQL and Redis"
  # Debian would start a server of its own on the usual port; ours is enough.
  $sudo mkdir -p /etc/postgresql-common/createcluster.d
  echo 'create_main_cluster = false' | $sudo tee /etc/postgresql-common/createcluster.d/lapidary.conf >/dev/null
  $sudo apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -qq -y --no-install-recommends postgresql postgresql-contrib redis-server >/dev/null
}

# PostgreSQL refuses to run as root: there the user of Debian's package runs it.
as_server() {
  if [ "$(id -u)" -eq 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# make_cluster FOLDER: a new cluster with a random password, kept beside it for its owner only.
make_cluster() {
  local folder=$1 password
  password=$(python3 -c 'import secrets; print(secrets.token_urlsafe(24))')
  mkdir -p "$folder"
  (umask 077; printf '%s' "$password" >"$folder/password")
  if [ "$(id -u)" -eq 0 ]; then chown -R postgres "$folder"; fi
  as_server "$bin/initdb" --pgdata="$folder/data" --username=lapidary --pwfile="$folder/password" \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 >"$folder/initdb.log" 2>&1 ||
    fail "PostgreSQL could not make its folder:" "$(tail -n 3 "$folder/initdb.log")"
}

# start_cluster FOLDER PORT [OPTIONS]: start it and make the database if it is new; sets url.
start_cluster() {
  local folder=$1 port=$2 options=${3:-} password
  password=$(cat "$folder/password")
  as_server "$bin/pg_ctl" --pgdata="$folder/data" --log="$folder/postgres.log" --wait --timeout=60 \
    --options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' $options" start >/dev/null ||
    fail "PostgreSQL did not start on port $port:" "$(tail -n 3 "$folder/postgres.log" 2>/dev/null)"
  url=postgres://lapidary:$password@127.0.0.1:$port/lapidary
  PGPASSWORD=$password "$bin/psql" -h 127.0.0.1 -p "$port" -U lapidary -d postgres -qAt \
    -c "SELECT 1 FROM pg_database WHERE datname = 'lapidary'" | grep -q 1 ||
    PGPASSWORD=$password "$bin/createdb" -h 127.0.0.1 -p "$port" -U lapidary lapidary
}

# Where the server's user cannot go (a checkout in root's home), its data lies beside its own.
data_folder() {
  mkdir -p "$var"
  if [ "$(id -u)" -eq 0 ] && ! as_server test -x "$var"; then
    echo "/var/lib/postgresql/lapidary-$(printf '%s' "$root" | cksum | cut -d' ' -f1)"
  else
    echo "$var/postgres"
  fi
}

start() {
  install_packages
  bin=$(find_binaries)
  local folder
  folder=$(data_folder)
  [ -d "$folder/data" ] || make_cluster "$folder"
  if as_server "$bin/pg_ctl" --pgdata="$folder/data" status >/dev/null 2>&1; then
    postgres_port=$(sed -n 4p "$folder/data/postmaster.pid")
    url=postgres://lapidary:$(cat "$folder/password")@127.0.0.1:$postgres_port/lapidary
  else
    start_cluster "$folder" "$postgres_port"
  fi
  mkdir -p "$var/redis"
  redis-cli -p "$redis_port" ping >/dev/null 2>&1 ||
    redis-server --port "$redis_port" --bind 127.0.0.1 --dir "$var/redis" --daemonize yes \
      --pidfile "$var/redis/pid" --logfile "$var/redis/log" >/dev/null
  echo "PostgreSQL and Redis are running. To use them, put this into .env or before a command:"
  echo
  echo "DATABASE_URL=$url"
  echo "REDIS_URL=redis://127.0.0.1:$redis_port/0"
}

stop() {
  local folder
  if bin=$(find_binaries); then
    folder=$(data_folder)
    if [ -d "$folder/data" ]; then
      as_server "$bin/pg_ctl" --pgdata="$folder/data" --mode=fast stop 2>/dev/null || true
    fi
  fi
  if [ -f "$var/redis/pid" ]; then redis-cli -p "$redis_port" shutdown nosave 2>/dev/null || true; fi
}

with_postgres() {
  bin=$(find_binaries) || fail "PostgreSQL is not installed." "Install it: make services"
  scratch=$(mktemp -d "${TMPDIR:-/tmp}/lapidary-postgres.XXXXXX")
  chmod 755 "$scratch"
  trap 'as_server "$bin/pg_ctl" --pgdata="$scratch/cluster/data" --mode=immediate stop >/dev/null 2>&1; rm -rf "$scratch"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  make_cluster "$scratch/cluster"
  # Gone with the tests: it need not survive a crash, so it need not wait for the disk.
  start_cluster "$scratch/cluster" "$(free_port)" \
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"
  DATABASE_URL=$url "$@"
}

case ${1:-} in
  start | stop) "$1" ;;
  with-postgres) shift; with_postgres "$@" ;;
  *) fail "usage: services.sh start | stop | with-postgres COMMAND..." ;;
esac
