#!/bin/sh
# container-like.sh FOLDER COMMAND...: runs a command as a container's runtime would set it up, so that what it changes
# stays here. Own mounts, process ids and network; /proc/sys read-only; /dev/shm of 64 MiB; FOLDER as /tmp; 1024 open
# files of at most 4096, cores as large as may be; and without the right to mount or to raise limits.
set -e
folder=$1
shift
[ "$$" = 1 ] || exec unshare --mount --pid --net --fork --mount-proc "$0" "$folder" "$@"
mount --bind /proc/sys /proc/sys
mount -o remount,ro,bind /proc/sys
mount -t tmpfs -o size=64m shm /dev/shm
mount --bind "$folder" /tmp
ulimit -Sn 1024
ulimit -Hn 4096
ulimit -Sc "$(ulimit -Hc)"
# As a child: PID 1 is what a container's first process is, and ends with it.
setpriv --bounding-set=-sys_admin,-sys_resource "$@"
