#!/usr/bin/env bash
# Runs every fuzzer for some seconds, two at a time, and says what each found. Called by ./dev, which builds them.
#
#     run.sh SECONDS keep     inputs that reached something new are kept in build/fuzz/corpus and used again
#     run.sh SECONDS fresh    from the seeds alone
#
# Ends with "# pass N" and "# fail N". The log of a fuzzer is build/log/fuzz_NAME.log, an input that fails lies in
# build/fuzz/found.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

seconds=$1 mode=$2
programs=build/fuzz/tests/fuzz
found=build/fuzz/found
mkdir -p build/log "$found"

# Stack traces of allocations cost half of the speed; the place of an error is still told.
export ASAN_OPTIONS=malloc_context_size=3 UBSAN_OPTIONS=print_stacktrace=1

# Both fuzzers of bodies begin with the same.
seeds() {  # NAME
  if [ "$1" = events ]; then echo tests/fuzz/corpus/decode; else echo "tests/fuzz/corpus/$1"; fi
}

fuzz() {  # NAME
  local name=$1 corpus=build/fuzz/corpus/$1
  [ "$mode" = keep ] || corpus=$(mktemp -d)
  mkdir -p "$corpus"
  local ended=0
  "$programs/${name}_fuzz" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=3000 -max_len=2048 \
    -dict=tests/fuzz/members.dict -artifact_prefix="$found/$name-" -print_final_stats=1 \
    "$corpus" "$(seeds "$name")" </dev/null >"build/log/fuzz_$name.log" 2>&1 || ended=$?
  [ "$mode" = keep ] || rm -rf "$corpus"
  report "$name" "$ended"
}

report() {  # NAME EXIT_CODE
  local log=build/log/fuzz_$1.log runs
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  if [ "$2" = 0 ] && [ "${runs:-0}" -gt 0 ]; then
    echo "$1: $runs inputs, nothing found"
    return
  fi
  if [ "$2" = 0 ]; then
    echo "$1: FAILED, it tried no input; its log: $log"
    return 1
  fi
  echo "$1: FAILED"
  grep -aE '^does not hold: |runtime error: |^==.*ERROR: |^SUMMARY: |Test unit written' "$log" | head -n 6 | cut -c -300
  local input
  input=$(sed -n 's/.*Test unit written to //p' "$log" | tail -n 1)
  [ -z "$input" ] || echo "  again: $programs/${1}_fuzz $input     its log: $log"
  return 1
}

# Where the fuzzers that run now have got to, on stderr.
watch() {
  trap 'kill $!; exit' TERM
  while sleep 10 & wait $!; do
    for log in build/log/fuzz_*.log; do
      [ -z "$(find "$log" -newermt '-11 seconds')" ] || printf '   %s %s\n' "$(basename "$log" .log)" \
        "$(grep -a 'exec/s' "$log" | tail -n 1 | cut -f 1,2 | cut -c -100)" >&2
    done
  done
}

rm -f build/log/fuzz_*.log
watch &
watcher=$!
trap 'kill "$watcher"' EXIT

passed=0 failed=0 running=()
settle() { if wait "$1"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi; }
for program in "$programs"/*_fuzz; do
  fuzz "$(basename "$program" _fuzz)" &
  running+=($!)
  [ ${#running[@]} -lt 2 ] || { settle "${running[0]}" && running=("${running[@]:1}"); }
done
for process in "${running[@]}"; do settle "$process"; done

echo "# pass $passed"
echo "# fail $failed"
[ "$failed" = 0 ]
