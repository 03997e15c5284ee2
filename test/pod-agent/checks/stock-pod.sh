#!/bin/sh
# stock-pod.sh FOLDER COMMAND...: a container that our agent did not start, with Debian's nginx configured by FOLDER/nginx.
# Own process ids and mounts; what nginx writes stays in FOLDER; the network is the machine's.
set -e
folder=$1
shift
[ "$$" = 1 ] || exec unshare --mount --pid --fork --kill-child --mount-proc "$0" "$folder" "$@"
mkdir -p "$folder/nginx" "$folder/log" "$folder/run" "$folder/home"
mount --bind "$folder/run" /run
mount --bind "$folder/nginx" /etc/nginx
mount --bind "$folder/log" /var/log
mkdir -p /var/log/nginx
mount --bind "$folder/home" "$(getent passwd 0 | cut -d: -f6)"
mount --bind "$folder" /tmp
exec tini -- "$@"
