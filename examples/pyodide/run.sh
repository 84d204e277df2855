#!/usr/bin/env bash
# Decide two claims with Python in WebAssembly, under Node, from local wheels alone, and compare with CPython.
# PYTHON names the interpreter that gathers the wheels and is compared with; python3 where it is not set.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
python=${PYTHON:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$python" -m pip wheel --quiet --disable-pip-version-check --wheel-dir "$work/wheels" -c "$root/constraints.txt" "$root"
npm install --prefix "$here" --silent --no-package-lock --no-audit --no-fund

claims=("$root/examples/claims/pending_used_phone.json" "$root/examples/claims/approved_used_phone_every_fact_said.json")
"$python" -m pip install --quiet --disable-pip-version-check --no-index --no-deps --target "$work/site" "$work"/wheels/*.whl
# -S: these wheels, and nothing that the interpreter has installed
PYTHONPATH=$work/site "$python" -S "$here/decide.py" "${claims[@]}" >"$work/expected"
node "$here/decide.mjs" "$work/wheels" "$work/expected" "${claims[@]}"
