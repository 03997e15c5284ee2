/** nvidia-smi of the machines: its forms, its refusals, and what old drivers and lost cards make of them. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { machineOf, outputOf } from '../machines.ts';

const query = '--query-gpu=index,utilization.gpu,memory.total,power.draw,clocks.current.sm,fan.speed';

describe('a query', () => {
  it('prints a header with units, and values with units', async () => {
    const { host } = machineOf('inference');
    const { text } = await outputOf(host, ['nvidia-smi', query, '--format=csv']);
    const [header, first] = text.split('\n');
    expect(header).toBe(
      'index, utilization.gpu [%], memory.total [MiB], power.draw [W], clocks.current.sm [MHz], fan.speed [%]',
    );
    expect(first).toMatch(/^0, \d+ %, 46068 MiB, \d+\.\d\d W, \d+ MHz, \[N\/A\]$/);
  });

  it('leaves out header and units where it is asked to', async () => {
    const { host } = machineOf('inference');
    const { text } = await outputOf(host, ['/usr/bin/nvidia-smi', query, '--format=csv,noheader,nounits']);
    expect(text).toMatch(/^(\d, \d+, 46068, \d+\.\d\d, \d+, \[N\/A\]\n){2}$/);
  });

  it('refuses the whole call for one unknown field', async () => {
    const { host } = machineOf('inference');
    const answer = await outputOf(host, ['nvidia-smi', '--query-gpu=index,colour', '--format=csv']);
    expect(answer).toMatchObject({ text: 'Field "colour" is not a valid field to query.\n\n', exitCode: 2 });
  });

  it('prints the line of a real H100, field by field', async () => {
    const path = new URL(
      '../../../../../shared/fixtures/nvidia-smi/linux-x86_64__nvidia-h100-80gb-hbm3__590.48.01.load.query-gpu.subset.csv',
      import.meta.url,
    );
    if (!existsSync(path)) return console.warn(`skipped: ${path.pathname} is not there`);
    const [header = '', real = ''] = readFileSync(path, 'utf8').split('\n');
    const { host } = machineOf('training');
    const { text } = await outputOf(host, [
      'nvidia-smi',
      `--query-gpu=${header.replaceAll(' ', '')}`,
      '--format=csv,noheader',
    ]);
    const own = text.split('\n')[0] ?? '';
    expect(own.split(', ').map(formOf)).toEqual(real.split(', ').map(formOf));
  });
});

describe('an old driver', () => {
  it('knows throttle reasons by their old name only', async () => {
    const { host } = machineOf('memory-climb');
    const { text } = await outputOf(host, ['nvidia-smi', '--help-query-gpu']);
    expect(text).toContain('"clocks_throttle_reasons.active"');
    expect(text).not.toContain('clocks_event_reasons');
    expect(text).not.toContain('gpu_recovery_action');
    const query = ['nvidia-smi', '--query-gpu=clocks_throttle_reasons.active', '--format=csv'] as const;
    expect((await outputOf(host, [...query])).text).toMatch(
      /^clocks_throttle_reasons\.active\n0x[0-9a-f]{16}\n$/,
    );
  });

  it('a new one knows both', async () => {
    const { host } = machineOf('training');
    const { text } = await outputOf(host, ['nvidia-smi', '--help-query-gpu']);
    expect(text).toContain('"clocks_event_reasons.active" or "clocks_throttle_reasons.active"');
  });
});

describe('lists', () => {
  it('name every card', async () => {
    const { host } = machineOf('training');
    const { text } = await outputOf(host, ['nvidia-smi', '-L']);
    const lines = text.trimEnd().split('\n');
    expect(lines).toHaveLength(8);
    expect(lines[3]).toMatch(
      /^GPU 3: NVIDIA H100 80GB HBM3 \(UUID: GPU-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\)$/,
    );
  });

  it('show programs where the driver lets a container see them', async () => {
    const seen = await Promise.all(
      ['training', 'inference', 'gpu-lost', 'thermal', 'memory-climb', 'failing-app', 'flapping'].map(
        async (role) => {
          const { host } = machineOf(role);
          const words = '--query-compute-apps=gpu_uuid,pid,process_name,used_gpu_memory';
          return (await outputOf(host, ['nvidia-smi', words, '--format=csv,noheader'])).text;
        },
      ),
    );
    expect(seen.some((text) => text === '')).toBe(true);
    expect(seen.find((text) => text !== '')).toMatch(/^GPU-[0-9a-f-]{36}, \d+, \S+, \d+ MiB\n/);
  });
});

describe('a lost card', () => {
  it('is missing from a new call, which complains on standard error and still exits with 0', async () => {
    const { host, clock } = machineOf('gpu-lost');
    clock.moveTo(60);
    const answer = await outputOf(host, ['nvidia-smi', '--query-gpu=index', '--format=csv,noheader']);
    expect(answer).toMatchObject({ text: '0\n1\n3\n', exitCode: 0 });
    expect(answer.errorText).toMatch(
      /^Unable to determine the device handle for GPU2: 00000000:[0-9A-F]{2}:00\.0: Unknown Error\n$/,
    );
  });

  it('says so in a loop that was running', async () => {
    const { host, clock } = machineOf('gpu-lost');
    const lines = await new Promise<string[]>((resolve) => {
      const seen: string[] = [];
      const following = host.follow({
        argv: [
          'nvidia-smi',
          '--query-gpu=index,utilization.gpu',
          '--format=csv,noheader,nounits',
          '--loop-ms=20',
        ],
        onLine(line) {
          seen.push(line);
          if (seen.length === 4) clock.moveTo(60);
          if (seen.length === 8) following.stop();
        },
        onEnd: () => resolve(seen),
      });
    });
    expect(lines.slice(0, 4).join(' ')).not.toContain('lost');
    expect(lines.slice(4)).toEqual(['0, 100', '1, 100', '2, [GPU is lost]', '3, 100']);
  });
});

describe('AMD cards', () => {
  it('answer to rocm-smi alone, with texts for values', async () => {
    const { host } = machineOf('disk-filling');
    await expect(outputOf(host, ['nvidia-smi', '-L'])).rejects.toThrow('not found');
    const { text } = await outputOf(host, [
      'rocm-smi',
      '--showuse',
      '--showtemp',
      '--showdriverversion',
      '--json',
    ]);
    const { card0, system } = JSON.parse(text) as Record<string, Record<string, string>>;
    expect(card0?.['GPU use (%)']).toMatch(/^\d+$/);
    expect(card0?.['Temperature (Sensor junction) (C)']).toMatch(/^\d+\.\d$/);
    expect(system).toEqual({ 'Driver version': '6.10.5' });
  });
});

/** Digits and names differ; places, units and signs do not. */
function formOf(cell: string): string {
  return cell
    .replace(/GPU-[0-9a-f-]+/, 'GPU-x')
    .replace(/0x[0-9a-f]{16}/, '0xN')
    .replace(/\d+/g, 'N')
    .replace(/^NN?$/, 'N')
    .replace(/:[0-9A-FN]+:/, ':N:');
}
