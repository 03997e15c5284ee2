/** What RunPod reports of a container that runs, before either wire has put it into its form. */

export type RuntimePort = {
  readonly ip: string;
  readonly isIpPublic: boolean;
  readonly privatePort: number;
  readonly publicPort: number;
  readonly type: 'http' | 'tcp';
};

export type Runtime = {
  readonly uptimeInSeconds: number;
  /** null: nobody measures it. */
  readonly container: { readonly cpuPercent: number; readonly memoryPercent: number } | null;
  readonly gpus: readonly {
    readonly id: string | null;
    readonly gpuUtilPercent: number;
    readonly memoryUtilPercent: number;
  }[];
  /** null until the host has published them. */
  readonly ports: readonly RuntimePort[] | null;
};
