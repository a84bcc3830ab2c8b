#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The Python module with the system's own Python, on the library as users have
# it: its unit tests, and its types where mypy is there.
set -euo pipefail
module=$SOURCE/bindings/python
python=/usr/bin/python3
if [ ! -x "$python" ]; then
    echo "skipped: there is no $python"
    exit 77
fi
export PILCROW_LIBRARY=$PLAIN/lib/libpilcrow.so.0
export PYTHONPATH=$module PYTHONDONTWRITEBYTECODE=1
"$python" -W error -m unittest discover -s "$module/tests"
if command -v mypy >/dev/null; then
    cache=$(mktemp -d)
    trap 'rm -rf "$cache"' EXIT
    mypy --strict --python-version 3.11 --cache-dir "$cache" \
        "$module/pilcrow" "$module/tests"
else
    echo "types are not checked: mypy is not installed"
fi
