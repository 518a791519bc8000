#!/usr/bin/env bash
# Compile the direct requirements into lists that name every package with its hashes.
set -euo pipefail
cd "$(dirname "$0")/.."
compile() {
  .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-annotate --no-header --no-emit-index-url "$@"
}
compile requirements.in -o requirements.txt
# The second list holds the first one as it is, so the tests run on what the shop runs on.
compile requirements-dev.in -c requirements.txt -o requirements-dev.txt
