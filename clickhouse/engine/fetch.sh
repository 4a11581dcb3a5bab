#!/bin/sh
# Brings the embedded ClickHouse engine (libchdb) into node_modules beside this script, unless it is
# there already for this very lockfile. The build calls it; by hand it does the same.
#   NIGHTJAR_LIBCHDB  names another library: then nothing is fetched
set -eu

if [ -n "${NIGHTJAR_LIBCHDB:-}" ]; then
  exit 0
fi

cd "$(dirname "$0")"
wanted=$(cksum < package-lock.json)
stamp=node_modules/.fetched
lock=.fetching
work=

fail() {
  printf 'clickhouse/engine: %s\n' "$1" >&2
  exit 1
}

is_there() {
  [ -r "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && ls node_modules/@chdb/*/libchdb.so >/dev/null 2>&1
}

# One fetch at a time: a folder is made by one process only. Where its owner is gone, the one process that
# makes the folder of the takeover is the next owner.
take_lock() {
  waited=0
  until mkdir "$lock" 2>/dev/null; do
    owner=$(cat "$lock/pid" 2>/dev/null || true)
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null && mkdir "$lock/after-$owner" 2>/dev/null; then
      break
    fi
    if [ "$waited" -eq 0 ]; then
      printf 'clickhouse/engine: another build is fetching the engine; waiting for it\n'
    fi
    waited=$((waited + 1))
    [ "$waited" -le 1800 ] || fail "still waiting after 30 minutes: remove clickhouse/engine/$lock if no other build runs"
    sleep 1
  done
  echo $$ > "$lock/pid"
}

give_back() {
  status=$?
  [ -z "$work" ] || rm -rf "$work"
  rm -rf "$lock"
  exit "$status"
}

is_there && exit 0

command -v npm >/dev/null 2>&1 || fail "npm is not installed, and the ClickHouse engine comes as an npm package. Install Node.js 20 or newer, or let NIGHTJAR_LIBCHDB name a libchdb.so of version 26.7.3 or newer."

take_lock
trap give_back EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

if ! is_there; then
  printf 'clickhouse/engine: fetching the ClickHouse engine (some 600 MB on disk, once)\n'
  rm -rf .fetch-*
  work=.fetch-$$
  mkdir "$work"
  cp package.json package-lock.json "$work/"
  (cd "$work" && npm ci --no-audit --no-fund --loglevel=error) ||
    fail "npm ci failed (its messages are above). Check the network and npm's registry, then build again."
  ls "$work"/node_modules/@chdb/*/libchdb.so >/dev/null 2>&1 ||
    fail "there is no ClickHouse engine for $(uname -s) $(uname -m): it exists for Linux (glibc) and macOS, on x64 and arm64."
  printf '%s\n' "$wanted" > "$work/node_modules/.fetched"
  # Renamed as a whole, so that nobody ever sees half of it; a process that has the old one open keeps it.
  if [ -e node_modules ]; then
    mv node_modules "$work/old"
  fi
  mv "$work/node_modules" node_modules
fi
