#!/bin/sh
# Stands in for nvidia-smi. What it is to do lies in files beside it and is read again with each beat:
#   cards          indexes of the cards that answer
#   utilization    of every card
#   complaint      a line for standard error
#   broken         text to print instead of figures, with exit code 9
#   slow           seconds that a single answer takes
#   unknown        if there: in a loop, figures turn into [Unknown Error] from the second beat on
#   beats          if there: a loop ends with exit code 3 after so many
# It writes a line to `calls` for each start, and its process id to `loop.pid` when it loops.
dir=$(dirname "$0")
echo "$*" >>"$dir/calls"

row() {
  line=''
  for field in $(echo "$fields" | tr , ' '); do
    case $field in
    index) cell=$1 ;;
    uuid) cell=GPU-$1 ;;
    name) cell='NVIDIA Fake' ;;
    driver_version) cell=1.2.3 ;;
    utilization.gpu) [ -n "$unknown" ] && cell='[Unknown Error]' || cell=$(cat "$dir/utilization") ;;
    gpu_recovery_action) cell=None ;;
    *) cell='[N/A]' ;;
    esac
    line="$line, $cell"
  done
  echo "${line#, }"
}

rows() {
  for card in $(cat "$dir/cards"); do row "$card"; done
  [ -f "$dir/complaint" ] && cat "$dir/complaint" >&2
}

if [ -f "$dir/broken" ]; then
  cat "$dir/broken"
  exit 9
fi

case $1 in
--help-query-gpu)
  for field in index uuid name driver_version utilization.gpu gpu_recovery_action; do
    printf '"%s"\nProse.\n\n' "$field"
  done
  ;;
-L) for card in $(cat "$dir/cards"); do echo "GPU $card: NVIDIA Fake (UUID: GPU-$card)"; done ;;
--query-gpu=*)
  fields=${1#--query-gpu=}
  unknown=''
  if [ "$3" = '' ] && [ -f "$dir/slow" ]; then sleep "$(cat "$dir/slow")"; fi
  echo "$fields" | sed 's/,/, /g'
  rows
  beat=1
  [ "$3" = '' ] && exit 0
  echo $$ >"$dir/loop.pid"
  # Nobody may be left to end it.
  while [ "$beat" -lt 300 ]; do
    [ -f "$dir/beats" ] && [ "$beat" -ge "$(cat "$dir/beats")" ] && exit 3
    sleep 0.2
    [ -f "$dir/unknown" ] && unknown=yes
    rows
    beat=$((beat + 1))
  done
  ;;
esac
