/** The build of the pod's site, for tests. */
export function buildSite(folder?: string): Promise<ReadonlyMap<string, Buffer>>;
