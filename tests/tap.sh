# shellcheck shell=sh
# Results as TAP (testanything.org).  To be sourced:  . tests/tap.sh
#
#   tap_result STATUS TITLE [FILE...]   ok when STATUS is 0; else not ok, and what the files hold
#   tap_quiet FILE TITLE                ok when the file is empty
#   tap_end                             the plan; exit code 1 when something failed
number=0
failures=0

tap_result() {
    number=$((number + 1))
    if [ "$1" = 0 ]; then
        echo "ok $number - $2"
        return
    fi
    failures=$((failures + 1))
    echo "not ok $number - $2"
    shift 2
    [ $# = 0 ] || sed 's/^/# /' "$@" | head -n 60
}

tap_end() {
    echo "1..$number"
    [ "$failures" = 0 ] || echo "# $failures of $number failed"
    [ "$failures" = 0 ]
}

# The same of a file that holds what is wrong, and nothing when all is well.
tap_quiet() { # file title
    if [ -s "$1" ]; then tap_result 1 "$2" "$1"; else tap_result 0 "$2"; fi
}
