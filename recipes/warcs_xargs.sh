#!/bin/sh
# Web archives → JSON lines, by xargs: warcs_xargs.sh IN_FOLDER OUT_FOLDER [AT_ONCE]
#
# Each FILE.warc.gz gives a FILE.warc.gz.jsonl, which is there only when it is whole. Whatever ends the job, a program that is
# killed or the machine, the same command again does what is left; the exit status is 0 when nothing is.
set -eu
in=$1 at_once=${3:-2}
mkdir -p "$2"
out=$(cd "$2" && pwd)
export out

# Exit status 1 of copydesk says that some pages failed, which their records say too. Anything above is a file to do again.
one='
    target=$out/$(basename "$1").jsonl
    [ -e "$target" ] && exit 0
    status=0
    "${COPYDESK:-copydesk}" extract "$1" >"$target.part" 2>"$target.log" || status=$?
    if [ "$status" -gt 1 ]; then echo "$1: copydesk ended with $status" >&2; exit 1; fi
    mv "$target.part" "$target"
'
find "$in" -name '*.warc.gz' -print0 | sort -z | xargs -0 -r -P "$at_once" -n 1 sh -c "$one" sh
