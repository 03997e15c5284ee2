#!/bin/sh
# What a pod's image has beyond its base: nginx, sshd and tini, and nothing that they only recommend. Runs once, while the
# image is built, on Debian and on Ubuntu, and leaves neither lists nor caches nor logs nor host keys.
set -eu
export DEBIAN_FRONTEND=noninteractive

apt-get update --quiet=2
apt-get install --quiet=2 --yes --no-install-recommends nginx openssh-server tini >/dev/null

# Compiled in or not, by each distribution's choice: better no image than one whose nginx cannot read its configuration.
built=$(nginx -V 2>&1)
for module in gzip_static realip stub_status; do
  case $built in
    *"--with-http_${module}_module"*) ;;
    *) echo "The nginx of this base has no http_${module}_module; take a base whose package has it." >&2; exit 1 ;;
  esac
done
case $built in
  *--without-http_limit_req_module*) echo "The nginx of this base cannot limit requests (http_limit_req_module)." >&2; exit 1 ;;
esac

# A key in an image is everybody's: each container makes its own when it starts.
rm -f /etc/ssh/ssh_host_*
rm -f /etc/nginx/sites-enabled/default /var/www/html/index.nginx-debian.html
mkdir -p /etc/ssh/sshd_config.d /workspace
chmod 0755 /etc/ssh/sshd_config.d

apt-get clean
rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/*-old /var/cache/ldconfig/aux-cache \
  /var/lib/dpkg/*-old /var/log/apt /var/log/dpkg.log /var/log/alternatives.log /var/log/nginx/* \
  /usr/share/doc /usr/share/man /usr/share/lintian /tmp/* /var/tmp/*
