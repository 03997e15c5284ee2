#!/bin/sh
# started-pod.sh FOLDER COMMAND...: runs a pod's start so that what it changes stays in FOLDER. Own process ids and mounts,
# /proc/sys read-only, FOLDER as /tmp, and folders of its own for what a start writes; the network is the machine's.
set -e
folder=$1
shift
[ "$$" = 1 ] || exec unshare --mount --pid --fork --kill-child --mount-proc "$0" "$folder" "$@"
mount --bind /proc/sys /proc/sys
mount -o remount,ro,bind /proc/sys
mkdir -p "$folder/profile.d"
mount --bind "$folder/profile.d" /etc/profile.d
# The home of root, where keys and the variables of a session go.
mkdir -p "$folder/home"
mount --bind "$folder/home" "$(getent passwd 0 | cut -d: -f6)"
[ ! -e "$folder/no-nginx" ] || mount --bind "$folder/no-nginx" "$(command -v nginx)"
mount --bind "$folder" /tmp
# As in the image, PID 1 is an init that takes in orphans; the agent is its child.
exec setpriv --bounding-set=-sys_admin,-sys_resource tini -- "$@"
