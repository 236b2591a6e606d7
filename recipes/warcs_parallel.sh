#!/bin/sh
# Web archives → JSON lines, by GNU parallel: warcs_parallel.sh IN_FOLDER OUT_FOLDER [AT_ONCE]
#
# As warcs_xargs.sh, with a log of the jobs (OUT_FOLDER/jobs.tsv) and up to three tries of each; with `--sshloginfile` and
# folders that all machines see it runs on many.
set -eu
in=$1 at_once=${3:-2}
mkdir -p "$2"
out=$(cd "$2" && pwd)
export out

# Exit status 1 of copydesk says that some pages failed, which their records say too. Anything above is a file to do again.
one='
    target=$out/$(basename {}).jsonl
    [ -e "$target" ] && exit 0
    status=0
    "${COPYDESK:-copydesk}" extract {} >"$target.part" 2>"$target.log" || status=$?
    if [ "$status" -gt 1 ]; then echo {}": copydesk ended with $status" >&2; exit 1; fi
    mv "$target.part" "$target"
'
find "$in" -name '*.warc.gz' -print0 | sort -z | parallel -0 -j "$at_once" --retries 3 --joblog "$out/jobs.tsv" "$one"
