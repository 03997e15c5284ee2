/** What nginx is configured by. Everything that depends on the pod stands here, so that rendering is a pure function of it. */

export type NginxPlan = {
  /** Folder that nginx is started with (`-p`): configuration, process id, temporary files, fallback page. */
  readonly prefix: string;
  readonly logFolder: string;
  /** The folder that is served. */
  readonly site: string;
  readonly port: number;
  /** False where the kernel has no IPv6: listening there would keep nginx from starting. */
  readonly hasIpv6: boolean;
  /** The agent's `/health.json` and `/guarded/metrics` on 127.0.0.1. */
  readonly agentPort: number;
  /** stub_status on 127.0.0.1. */
  readonly statusPort: number;
  /**
   * Set when the master runs as root: the user that workers become, `www-data`. Where the user's group has another name,
   * both: `nobody:nogroup`.
   */
  readonly workerUser: string | null;
  /** From the CPU limit of the container; never nginx's own `auto`, which counts the host's. */
  readonly workerProcesses: number;
  /** No more than the hard limit: above it `nginx -t` passes and the workers fail. */
  readonly openFilesLimit: number;
  /** Whether /metrics is passed on to the agent, which asks for the token. */
  readonly servesMetrics: boolean;
  readonly contentSecurityPolicy: string | null;
  readonly realAddressHeader: string;
  /** Of one address. */
  readonly requestsPerSecond: number;
};

/** A file of nginx's. */
export type RenderedFile = {
  /** Relative to the plan's prefix. */
  readonly path: string;
  readonly text: string;
};
