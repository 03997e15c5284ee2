/** What the container uses while something else runs: CPU, memory, throttling, connections, read again and again. */
import { cpu } from '../collectors/cpu.ts';
import { memory } from '../collectors/memory.ts';
import type { Host } from '../host/host.ts';
import type { CpuReading, MemoryReading } from '../protocol/readings.ts';
import { createReader } from './collected.ts';
import { openConnectionsOf } from './nginx-status.ts';

export type Look = {
  readonly cpu: CpuReading | null;
  readonly memory: MemoryReading | null;
  readonly nginxConnections: number | null;
};

export type ResourceWatch = {
  /** One look before the work, one every `everyMs` during it, and CPU over the whole of it at its end. */
  during<Result>(work: () => Promise<Result>): Promise<Watched<Result>>;
};

export type Watched<Result> = {
  readonly result: Result;
  readonly before: Look;
  readonly looks: readonly Look[];
  /** From the beginning of the work to its end. */
  readonly whole: CpuReading | null;
  readonly elapsedMs: number;
};

export function createResourceWatch(about: {
  readonly host: Host;
  readonly nginxStatusPort: number | null;
  readonly everyMs: number;
  onLook(look: Look): void;
}): ResourceWatch {
  const { host, nginxStatusPort, everyMs } = about;
  const readers = { cpu: createReader(host, cpu), memory: createReader(host, memory) };
  const overall = createReader(host, cpu);

  async function look(): Promise<Look> {
    const [cpuNow, memoryNow, nginxConnections] = await Promise.all([
      readers.cpu.read(),
      readers.memory.read(),
      openConnectionsOf(host, nginxStatusPort),
    ]);
    return { cpu: cpuNow, memory: memoryNow, nginxConnections };
  }

  return {
    async during(work) {
      const before = await look();
      await overall.read();
      const startedMs = host.monotonicMs();
      const looks: Look[] = [];
      let isLooking = false;
      const timer = setInterval(() => {
        // A look that takes longer than the interval is not begun a second time.
        if (isLooking) return;
        isLooking = true;
        void look().then((seen) => {
          isLooking = false;
          looks.push(seen);
          about.onLook(seen);
        });
      }, everyMs);
      try {
        const result = await work();
        const whole = await overall.read();
        return { result, before, looks: [...looks], whole, elapsedMs: host.monotonicMs() - startedMs };
      } finally {
        clearInterval(timer);
      }
    },
  };
}
