/** Pods as REST v2 has them: the example of its description, and what was recorded where the service differs. */

export function wirePod(changes: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    id: '7h9k2m4n6p',
    name: 'pytorch-training',
    image: 'runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404',
    args: '',
    disk: 50,
    ports: ['8888/http', '22/tcp'],
    env: { MODEL_NAME: 'llama-3' },
    registry: null,
    status: 'RUNNING',
    actions: ['stop', 'restart', 'terminate'],
    mounts: { persistent: { size: 20, path: '/workspace' } },
    gpu: { id: 'NVIDIA GeForce RTX 4090', count: 1 },
    cloud: 'SECURE',
    dataCenterId: 'US-KS-2',
    cudaVersion: '12.8',
    ssh: {
      proxy: {
        host: 'ssh.runpod.io',
        port: 22,
        username: '7h9k2m4n6p-64411eb2',
        command: 'ssh 7h9k2m4n6p-64411eb2@ssh.runpod.io',
      },
      direct: {
        host: '195.26.233.3',
        port: 34446,
        username: 'root',
        command: 'ssh root@195.26.233.3 -p 34446',
      },
    },
    template: '9x4m2p7v',
    cost: 0.44,
    locked: false,
    globalNetworking: { enabled: false },
    runtime: {
      uptime: 3600,
      gpus: [{ util: 97, memoryUtil: 61 }],
      ports: [
        { private: 22, public: 34446, type: 'tcp', ip: '195.26.233.3' },
        { private: 8888, public: 60141, type: 'http', ip: '100.65.0.101' },
        { private: 19123, public: 60142, type: 'http', ip: '100.65.0.101' },
      ],
    },
    createdAt: '2026-06-01T12:00:00Z',
    startedAt: '2026-06-01T12:02:00Z',
    ...changes,
  };
}

/** As it is for minutes after it was rented: the service says RUNNING at once. */
export const notReady = wirePod({
  id: 'newborn',
  runtime: null,
  ssh: { ...(wirePod().ssh as object), direct: null },
});

/** The description has it cost nothing; the service says its price. */
export const exited = wirePod({
  id: 'asleep',
  status: 'EXITED',
  actions: ['start', 'terminate'],
  cost: 0.72,
  ssh: { ...(wirePod().ssh as object), direct: null },
});
