# A pod's image: nginx, sshd and the agent, which starts and watches both. Built by docker buildx, podman and buildah.
#
#   docker build --target runtime --tag pod-engine/pod:0.1.0 .
#   docker build --target gpu --tag pod-engine/pod:0.1.0-gpu .
#
# Podman and buildah keep the health check with --format docker. An npm mirror is told by a secret, which no layer keeps:
# --secret id=npmrc,src=$HOME/.npmrc, and its certificates by --secret id=certificates,src=FILE.pem.
ARG NODE_IMAGE=docker.io/library/node:22-bookworm-slim@sha256:43ac6c60b8f89723f746e8a92ce91abd5017e627ce1ddfe4238355d3a30b772c
ARG RUNTIME_IMAGE=docker.io/library/debian:bookworm-slim@sha256:7b140f374b289a7c2befc338f42ebe6441b7ea838a042bbd5acbfca6ec875818
ARG GPU_IMAGE=docker.io/nvidia/cuda:12.8.1-base-ubuntu22.04@sha256:001469ea0f3dec85a1ca929aeea3b58ae369d4c11228b10aec1f642bb6ca7a6f

# The agent as one file, and the site. First what seldom changes, so that a change of the sources installs nothing anew.
FROM ${NODE_IMAGE} AS builder
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc \
    --mount=type=secret,id=certificates,target=/run/secrets/certificates.pem \
    if [ -s /run/secrets/certificates.pem ]; then export NODE_EXTRA_CA_CERTS=/run/secrets/certificates.pem; fi; \
    npm ci
# What .dockerignore lets in.
COPY . .
RUN node build/image.mjs

# What the image gets of the project, laid out below /files as it will lie there.
FROM scratch AS project
COPY image/pod-agent /files/usr/local/bin/pod-agent
COPY image/sshd.conf /files/etc/ssh/sshd_config.d/00-pod-agent.conf
# Node 18 takes a file for a module by this ending alone.
COPY --from=builder /build/dist/pod-agent.js /files/usr/local/lib/pod-agent/pod-agent.mjs
COPY --from=builder /build/dist/site /files/srv/site

# With CUDA. The official node needs glibc 2.28, which Ubuntu 20.04 and later have.
FROM ${GPU_IMAGE} AS gpu
RUN --mount=type=bind,source=image/install.sh,target=/mnt/install.sh sh /mnt/install.sh
COPY --from=builder /usr/local/bin/node /usr/local/bin/node
COPY --from=project /files /
EXPOSE 80 22
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=15s --retries=3 CMD ["pod-agent", "health", "served"]
# Node as the first process would leave zombies. RunPod's dockerArgs take the place of CMD: a command of one's own that wants
# the rest as well ends in "exec pod-agent start".
ENTRYPOINT ["tini", "--"]
CMD ["pod-agent", "start"]
# What each build has anew stands last, so that everything above is kept.
ARG GPU_IMAGE
ARG VERSION=
ARG REVISION=
ENV POD_AGENT_APP_PORT=80 POD_AGENT_APP_PATH=/ POD_VERSION=${VERSION} POD_REVISION=${REVISION}
LABEL org.opencontainers.image.title="Pod Engine pod" \
      org.opencontainers.image.description="A RunPod GPU pod with CUDA: nginx, sshd, and the agent that starts and watches them." \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.base.name="${GPU_IMAGE}"

# Without CUDA; what a build without --target makes. The same but for its base.
FROM ${RUNTIME_IMAGE} AS runtime
RUN --mount=type=bind,source=image/install.sh,target=/mnt/install.sh sh /mnt/install.sh
COPY --from=builder /usr/local/bin/node /usr/local/bin/node
COPY --from=project /files /
EXPOSE 80 22
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=15s --retries=3 CMD ["pod-agent", "health", "served"]
ENTRYPOINT ["tini", "--"]
CMD ["pod-agent", "start"]
ARG RUNTIME_IMAGE
ARG VERSION=
ARG REVISION=
ENV POD_AGENT_APP_PORT=80 POD_AGENT_APP_PATH=/ POD_VERSION=${VERSION} POD_REVISION=${REVISION}
LABEL org.opencontainers.image.title="Pod Engine pod" \
      org.opencontainers.image.description="A RunPod pod: nginx, sshd, and the agent that starts and watches them." \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.base.name="${RUNTIME_IMAGE}"
