/** Where a registry's API is reached, and under which names logins for it are kept. */

/** Docker Hub's name, its API and the key of its logins are three. */
const dockerHub = ['docker.io', 'index.docker.io', 'registry-1.docker.io'];

/** Without a slash at its end. */
export function apiUrlOf(host: string): string {
  if (dockerHub.includes(host)) return 'https://registry-1.docker.io';
  return `${isLoopback(host) ? 'http' : 'https'}://${host}`;
}

/** Plain HTTP is spoken there alone, as docker and podman do of themselves or when told. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/:\d+$/, '');
  return (
    name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || /^127(\.\d+){3}$/.test(name)
  );
}

/** `https://index.docker.io/v1/`, `docker.io` and `docker.io/acme` may all be meant: the most exact first. */
export function loginKeysOf(host: string, repository: string): readonly string[] {
  const hosts = dockerHub.includes(host) ? dockerHub : [host];
  const parts = repository.split('/');
  const paths = parts.map((_, index) => parts.slice(0, parts.length - index).join('/'));
  return [...paths.flatMap((path) => hosts.map((name) => `${name}/${path}`)), ...hosts];
}

/** A key as it stands in a file: older ones are whole URLs. */
export function plainKey(key: string): string {
  return key
    .replace(/^https?:\/\//, '')
    .replace(/\/v[12]\/?$/, '')
    .replace(/\/$/, '');
}

/** As helpers of docker are asked: by the URL for Docker Hub, else by the host. */
export function helperKeyOf(host: string): string {
  return dockerHub.includes(host) ? 'https://index.docker.io/v1/' : host;
}
