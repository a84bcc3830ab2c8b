# SPDX-License-Identifier: MIT
# Sourced by the other scripts. need_packages WHY PACKAGE... installs those of
# the Debian packages that are missing, and says which and why first.

need_packages() {
    local why=$1 missing=() package
    shift
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null |
            grep -q '^install ok installed$' || missing+=("$package")
    done
    [ "${#missing[@]}" -eq 0 ] && return 0
    echo "To $why, these Debian packages are still needed:"
    echo "    ${missing[*]}"
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            echo "Install them as root: apt-get install ${missing[*]}" >&2
            return 1
        fi
        as_root=(sudo)
        echo "They are installed with apt-get through sudo."
    else
        echo "They are installed with apt-get."
    fi
    "${as_root[@]}" apt-get update -q -q &&
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
            apt-get install -q -q -y --no-install-recommends \
            "${missing[@]}" >/dev/null || {
        echo "apt-get could not install them; see its words above." >&2
        return 1
    }
}

# What building Pilcrow takes.
build_packages=(gcc g++ make cmake pkg-config libxapian-dev libstemmer-dev
    zlib1g-dev libdeflate-dev libutf8proc-dev libxxhash-dev libjansson-dev
    libxml2-dev)

jobs_to_run() {
    nproc 2>/dev/null || echo 2
}
