#!/bin/sh
# Stands in for nvidia-smi with one card that is well, but for the cells that /out/cells names as FIELD=CELL. A line
# `failure=TEXT` there makes it print the text and exit with 9, whatever is asked.
cell() {
  said=$(sed -n "s/^$1=//p" /out/cells)
  echo "${said:-$2}"
}

failure=$(cell failure '')
if [ -n "$failure" ]; then
  echo "$failure"
  exit 9
fi

fields='index uuid name driver_version utilization.gpu memory.used memory.total temperature.gpu clocks_event_reasons.active
ecc.errors.uncorrected.volatile.total remapped_rows.pending remapped_rows.failure gpu_recovery_action persistence_mode'

usual() {
  case $1 in
  index) echo 0 ;;
  uuid) echo GPU-0 ;;
  name) echo 'NVIDIA Fake' ;;
  driver_version) echo 590.1 ;;
  utilization.gpu) echo 50 ;;
  memory.used) echo 2000 ;;
  memory.total) echo 80000 ;;
  temperature.gpu) echo 50 ;;
  clocks_event_reasons.active) echo 0x0000000000000000 ;;
  ecc.*) echo 0 ;;
  remapped_rows.*) echo No ;;
  gpu_recovery_action) echo None ;;
  persistence_mode) echo Enabled ;;
  *) echo '[N/A]' ;;
  esac
}

case $1 in
--help-query-gpu) for field in $fields; do printf '"%s"\nProse.\n\n' "$field"; done ;;
--query-gpu=*)
  line=''
  asked=$(echo "${1#--query-gpu=}" | tr , ' ')
  for field in $asked; do line="$line, $(cell "$field" "$(usual "$field")")"; done
  echo "$asked" | sed 's/ /, /g'
  echo "${line#, }"
  ;;
esac
