/** "8888/http,22/tcp" as the list that REST v2 wants. */
export function portList(ports: string): readonly string[] {
  return ports
    .split(',')
    .map((port) => port.trim())
    .filter((port) => port !== '');
}
