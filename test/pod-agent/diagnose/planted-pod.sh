#!/bin/sh
# planted-pod.sh FOLDER COMMAND...: a pod in which a fault can be planted without harm to this machine. Own processes,
# mounts and network; a disk of its own over this machine's, as small as FOLDER/disk-size says; its own memory and CPU
# group where this machine has control groups of version 1. FOLDER is /out within, and outlives a disk that is full.
set -e
folder=$1
shift
name=$(basename "$folder")
groups=/sys/fs/cgroup
if [ "$$" != 1 ]; then
  for kind in memory cpu cpuacct pids; do
    [ -e "$groups/$kind/cgroup.procs" ] || continue
    mkdir -p "$groups/$kind/$name"
    echo "$$" >"$groups/$kind/$name/cgroup.procs"
  done
  [ ! -s "$folder/memory-limit" ] || cat "$folder/memory-limit" >"$groups/memory/$name/memory.limit_in_bytes"
  exec unshare --mount --pid --net --fork --kill-child --mount-proc "$0" "$folder" "$@"
fi
ip link set lo up
ip route add default dev lo
mount -t tmpfs -o "size=$(cat "$folder/disk-size")" small /mnt
# With one device number for all of its files, as where all layers lie on one disk: du would leave others out.
mkdir /mnt/upper /mnt/work /mnt/root
mount -t overlay overlay -o lowerdir=/,upperdir=/mnt/upper,workdir=/mnt/work,xino=on /mnt/root
for place in proc sys dev; do mount --rbind "/$place" "/mnt/root/$place"; done
for kind in memory cpu cpuacct pids; do
  [ ! -d "$groups/$kind/$name" ] || mount --bind "$groups/$kind/$name" "/mnt/root$groups/$kind"
done
mount -t tmpfs -o size=32m tmp /mnt/root/tmp
mkdir -p /mnt/root/out /mnt/root/srv/site
mount --bind "$folder" /mnt/root/out
exec chroot /mnt/root /bin/sh /out/start.sh "$@"
