/** What went wrong with an engine, in words: its own messages are long, and the part that matters is seldom the last. */

export type FailureWords = { readonly reason: string; readonly fix: string };

/** null: nothing in it is known. `text` is all that the engine said. */
export function failureWords(text: string): FailureWords | null {
  const known = knownFailures.find(({ pattern }) => pattern.test(text));
  return known === undefined ? null : { reason: known.reason, fix: known.fix };
}

/** Whether the engine says that it has no image or container of that name. */
export function saysNoSuch(text: string): boolean {
  return /no such (image|container|object)|image not known|no container with name or id|not known locally|unable to find '.*' in local|does not exist in local|image .* not found locally/i.test(
    text,
  );
}

/** In the order in which they are looked for: causes before what follows from them. */
const knownFailures: readonly (FailureWords & { readonly pattern: RegExp })[] = [
  {
    pattern: /no space left on device|disk quota exceeded|not enough space/i,
    reason: 'a disk is full (no space left on device)',
    fix: 'Free disk space here, e.g. with `podman system prune` or `docker system prune`; where the registry said it, on its machine.',
  },
  {
    pattern:
      /cannot connect to the docker daemon|is the docker daemon running|cannot connect to podman|connect: no such file or directory.*\.sock/i,
    reason: 'its daemon is not running',
    fix: 'Start the daemon (`systemctl start docker`, or `podman machine start`), or set CONTAINER_ENGINE to another engine.',
  },
  {
    pattern: /permission denied.*docker(\.sock| daemon)|permission denied while trying to connect/i,
    reason: 'this user may not use its daemon',
    fix: 'Add the user to the group "docker", or set CONTAINER_ENGINE=podman.',
  },
  {
    pattern:
      /unauthori[sz]ed|authentication required|no basic auth credentials|incorrect username or password|invalid username\/password/i,
    reason: 'the registry asks for a login',
    fix: 'Log in to the registry with the engine: `docker login`, `podman login` or `buildah login`.',
  },
  {
    pattern: /requested access to the resource is denied|\bdenied: |403 forbidden|insufficient_scope/i,
    reason: 'the registry refuses it to this login',
    fix: 'Ask for the right to push to that repository, or log in as somebody who has it.',
  },
  {
    pattern: /toomanyrequests|too many requests|rate limit/i,
    reason: 'the registry takes no more requests for now',
    fix: 'Wait, or log in: registries allow more to those they know.',
  },
  {
    pattern: /http: server gave http response to https client/i,
    reason: 'the registry speaks plain HTTP, and the engine expects HTTPS',
    fix: 'Serve the registry over HTTPS; plain HTTP is used on loopback alone.',
  },
  {
    pattern:
      /x509: |certificate (signed by unknown authority|has expired|is not trusted)|tls: failed to verify/i,
    reason: 'the certificate of the registry is not trusted',
    fix: 'Give the engine the certificate of its authority (certs.d), or renew it.',
  },
  {
    pattern: /manifest unknown|manifest for .* not found|repository does not exist|name unknown/i,
    reason: 'the registry has no such image',
    fix: 'Check the name and the tag after FROM, or of the image.',
  },
  {
    pattern: /unexpected (http )?status.{0,40}\b5\d\d\b/i,
    reason: 'the registry has a fault of its own',
    fix: 'Look at the log of the registry, and whether its disk is full.',
  },
  {
    pattern:
      /connection refused|no such host|network is unreachable|i\/o timeout|connection reset|tls handshake timeout|no route to host|temporary failure in name resolution|could not resolve|server misbehaving/i,
    reason: 'the network or the registry does not answer',
    fix: 'Check the network, and that the registry is up at that address.',
  },
  {
    pattern: /no such file or directory.*dockerfile|failed to read dockerfile|dockerfile: no such file/i,
    reason: 'there is no such Dockerfile',
    fix: 'Correct `dockerfile` in pod-engine.yaml.',
  },
  {
    pattern: /exec format error/i,
    reason: 'a program of the image is made for another processor',
    fix: 'Install emulation (`qemu-user-static`), or build on an amd64 machine.',
  },
  {
    pattern:
      /executable file (`.*` )?not found|no such file or directory: oci|exec: ".*": .*(not found|no such file)/i,
    reason: 'the command to start does not exist in the image',
    fix: 'Correct CMD or ENTRYPOINT of the Dockerfile, or `startCommand` of the project.',
  },
  {
    pattern: /signal: killed|exit (code|status):? 137|out of memory|cannot allocate memory/i,
    reason: 'it was killed, most likely for want of memory',
    fix: 'Give the engine more memory, or make the step need less.',
  },
];
