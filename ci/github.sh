#!/usr/bin/env bash
# One check for GitHub Actions, called by action.yml. What it is asked comes in variables that begin with TRA_.
# Its exit code is that of `tra check`.
set -euo pipefail

# The host takes 1 MiB of summary for each step.
LARGEST_SUMMARY=1000000

work="$(mktemp -d "${RUNNER_TEMP:-/tmp}/tra.XXXXXX")"
arguments=(check --color never --evidence "$TRA_EVIDENCE" --output "markdown=$work/summary.md")

option() {
  if [ -n "$2" ]; then arguments+=("$1" "$2"); fi
}

option --as-of "$TRA_AS_OF"
option --unknown "$TRA_UNKNOWN"
option --fail-on "$TRA_FAIL_ON"
option --min-checked "$TRA_MIN_CHECKED"
option --baseline "$TRA_BASELINE"
if [ "$TRA_FAIL_ON_PRIOR" = true ]; then arguments+=(--fail-on-prior); fi
format=text
if [ "$TRA_ANNOTATIONS" = true ]; then format=github; fi
arguments+=(--format "$format")
if [ -n "$TRA_SARIF" ]; then arguments+=(--output "sarif-hosted=$TRA_SARIF"); fi
while IFS= read -r line || [ -n "$line" ]; do
  line="${line%$'\r'}"
  option --output "$line"
done <<< "$TRA_OUTPUT"
arguments+=(--)
while IFS= read -r line || [ -n "$line" ]; do
  line="${line%$'\r'}"
  if [ -n "$line" ]; then arguments+=("$line"); fi
done <<< "$TRA_POLICY"

# What the host takes for commands may stand in a policy or in evidence: outside of the annotations it is switched off.
token="$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
shown() {
  printf '::stop-commands::%s\n' "$token"
  cat "$1"
  printf '\n::%s::\n' "$token"
}

touch "$work/begun"
code=0
"$TRA" "${arguments[@]}" > "$work/out" 2> "$work/err" || code=$?
if [ "$format" = github ]; then cat "$work/out"; else shown "$work/out"; fi
shown "$work/err"

if [ "$TRA_SUMMARY" = true ] && [ -f "$work/summary.md" ]; then
  if [ "$(wc -c < "$work/summary.md")" -le "$LARGEST_SUMMARY" ]; then
    cat "$work/summary.md" >> "$GITHUB_STEP_SUMMARY"
  else
    sed -n 1,4p "$work/summary.md" >> "$GITHUB_STEP_SUMMARY"
    printf 'The rest of the report is larger than a summary may be; the SARIF log has it.\n' >> "$GITHUB_STEP_SUMMARY"
  fi
fi

case "$code" in
  0) verdict=passed ;;
  1) verdict=failed ;;
  2) verdict=invalid ;;
  3) verdict=unknown ;;
  4) verdict=nothing-checked ;;
  *) verdict=error ;;
esac
written=""
if [ -n "$TRA_SARIF" ] && [ -f "$TRA_SARIF" ] && [ ! "$TRA_SARIF" -ot "$work/begun" ]; then
  written="${TRA_SARIF//[$'\r\n']/}"
fi
{
  printf 'exit-code=%s\n' "$code"
  printf 'verdict=%s\n' "$verdict"
  printf 'sarif=%s\n' "$written"
} >> "$GITHUB_OUTPUT"
exit "$code"
