import { cpus, totalmem } from 'node:os';
import { afterAll, describe, expect, it } from 'vitest';
import { createAssembler } from '../../../pod-agent/collectors/assemble.ts';
import { answersByCollector, listSources } from '../../../pod-agent/collectors/source-list.ts';
import { createLocalHost } from '../../../pod-agent/host/local-host.ts';
import { decodeFrame, encodeFrame } from '../../../pod-agent/protocol/codec.ts';
import type { Readings } from '../../../pod-agent/protocol/readings.ts';

/** Linux alone has /proc. */
describe.skipIf(process.platform !== 'linux')(
  'this very machine (skipped where it is not Linux)',
  async () => {
    const host = createLocalHost({ root: null });
    afterAll(() => host.close());
    const assembler = createAssembler();

    async function sample(): Promise<Readings> {
      const wanted = listSources(['once', 'warm', 'hot']);
      const answers = await Promise.all(wanted.map(({ source }) => host.answer(source)));
      const given = { answers: answersByCollector(wanted, answers), monotonicMs: host.monotonicMs() };
      return assembler.assemble(given).readings;
    }

    it('is read by every collector that any Linux can answer', async () => {
      await sample();
      const busyUntilMs = performance.now() + 300;
      while (performance.now() < busyUntilMs) Math.sqrt(busyUntilMs);
      const { cpu, memory, disk, network, load, processes } = await sample();
      expect(cpu?.usedCores).toBeGreaterThan(0);
      expect(cpu?.limitCores).toBeLessThanOrEqual(cpus().length);
      expect(memory?.usedBytes).toBeGreaterThan(1e6);
      expect(memory?.limitBytes).toBeLessThanOrEqual(totalmem());
      expect(disk?.mounts[0]).toMatchObject({ mountPoint: '/', unanswered: false });
      expect(disk?.mounts[0]?.totalBytes).toBeGreaterThan(0);
      expect(network?.interfaces.map(({ name }) => name)).not.toContain('lo');
      expect(load?.uptimeSeconds).toBeGreaterThan(0);
      expect(processes?.processCount).toBeGreaterThan(0);
      expect(processes?.topByCpu.length).toBeGreaterThan(0);
    });

    it('makes readings that pass the wire whole', async () => {
      const readings = await sample();
      const frame = {
        ...readings,
        kind: 'sample',
        sequence: 0,
        atMs: host.wallMs(),
        intervalMs: 1000,
        failures: [],
        agent: { cpuPercent: null, residentBytes: null },
        tookMs: 1,
      } as const;
      // What is sent has three decimals at most; nothing of it is refused or left out.
      const line = encodeFrame(frame);
      const sent: unknown = JSON.parse(line);
      expect(decodeFrame(line)).toEqual({ ok: true, frame: sent, dropped: [] });
      expect(Object.keys(sent ?? {}).sort()).toEqual(Object.keys(frame).sort());
    });
  },
);
