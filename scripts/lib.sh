# shellcheck shell=bash
# What the scripts share: where things are, how they speak, how they wait for a program they started. Source it first.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
VENV=$ROOT/.venv
CDNOW=$ROOT/.cache/cdnow_master.csv
export ROOT VENV CDNOW

# Colours on a terminal only, and not when NO_COLOR is set (no-color.org).
BOLD='' DIM='' RED='' RESET=''
if [[ -t 1 && -z ${NO_COLOR:-} && ${TERM:-dumb} != dumb ]]; then
    BOLD=$'\e[1m' DIM=$'\e[2m' RED=$'\e[31m' RESET=$'\e[0m'
fi

say() { printf '%s\n' "$*"; }
note() { printf '%s%s%s\n' "$DIM" "$*" "$RESET"; }
heading() { printf '\n%s%s%s\n' "$BOLD" "$*" "$RESET"; }
complain() { printf '%s%s%s\n' "$RED" "$*" "$RESET" >&2; }
die() {
    complain "${0##*/}: $*"
    exit 1
}

# Whole seconds as 42 s or 3 min 05 s.
duration() {
    if (($1 < 60)); then printf '%d s' "$1"; else printf '%d min %02d s' $(($1 / 60)) $(($1 % 60)); fi
}

# Runs a program so that a signal to this script is answered at once, not when the program has ended.
CHILD=
attend() {
    local status=0
    "$@" &
    CHILD=$!
    wait "$CHILD" || status=$?
    CHILD=
    return "$status"
}

# Ends the process with this id: politely, and after so many seconds (10 unless told) for good.
end_process() {
    local pid=$1 tenths=$((${2:-10} * 10))
    kill -TERM "$pid" 2>/dev/null || return 0
    while ((tenths-- > 0)) && alive "$pid"; do sleep 0.1; done
    if alive "$pid"; then kill -KILL "$pid" 2>/dev/null || true; fi
}

# Whether the process runs; one that has ended and was not waited for yet does not count.
alive() {
    local stat
    { read -r stat <"/proc/$1/stat"; } 2>/dev/null && [[ ${stat##*) } != Z* ]]
}

# Ends what `attend` still waits for.
end_child() {
    if [[ -n $CHILD ]]; then
        end_process "$CHILD"
        CHILD=
    fi
}
