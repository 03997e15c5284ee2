/** `runtime` in REST's form, out of what both wires tell. */
import type { Runtime } from '../../cloud/runtime.ts';

export type RuntimeObject = {
  readonly uptime: number;
  readonly gpus: readonly { readonly util: number; readonly memoryUtil: number }[];
  readonly cpu?: { readonly util: number };
  readonly memory?: { readonly util: number };
  /** Left out until the host has published them. */
  readonly ports?: readonly {
    readonly private: number;
    readonly public: number;
    readonly type: string;
    readonly ip: string;
  }[];
};

export function runtimeObject(runtime: Runtime | null): RuntimeObject | null {
  if (runtime === null) return null;
  const { uptimeInSeconds, container, gpus, ports } = runtime;
  return {
    uptime: uptimeInSeconds,
    gpus: gpus.map(({ gpuUtilPercent, memoryUtilPercent }) => ({
      util: gpuUtilPercent,
      memoryUtil: memoryUtilPercent,
    })),
    ...(container === null
      ? {}
      : { cpu: { util: container.cpuPercent }, memory: { util: container.memoryPercent } }),
    ...(ports === null
      ? {}
      : {
          ports: ports.map(({ privatePort, publicPort, type, ip }) => ({
            private: privatePort,
            public: publicPort,
            type,
            ip,
          })),
        }),
  };
}
