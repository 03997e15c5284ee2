import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { podOfHost } from '../../../source/commands/host-pods.ts';
import { lateDoors } from '../../../source/commands/late-doors.ts';
import { openLinks } from '../../../source/commands/open-links.ts';
import { loadSettings } from '../../../source/settings/settings.ts';
import type { PodDoors } from '../../../source/ssh/pod-door.ts';
import { makeKey, type Sshd, sshdMissing, startSshd } from '../../neighbours/sshd.ts';

const opened: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

describe.skipIf(sshdMissing !== null)(`the console's doors${sshdMissing ?? ''}`, () => {
  test('offer a host its own key, and every other the general one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pod-engine-doors-'));
    opened.push(() => rmSync(folder, { recursive: true, force: true }));
    const stranger = join(folder, 'stranger');
    makeKey(stranger, 'ed25519');
    const [one, other] = [await start(), await start()];
    const text = `hosts:\n${hostText(one, one.clientKeyPath)}${hostText(other, null)}identity: ${stranger}\n`;
    const settings = await loadSettings({
      environment: { POD_ENGINE_CONFIG: join(folder, 'config.yaml') },
      homeFolder: folder,
      flags: {},
      readFile: (path) =>
        Promise.resolve(
          path.endsWith('config.yaml') ? { kind: 'text', text, mode: 0o600 } : { kind: 'missing' },
        ),
      run: () => Promise.reject(new Error('no command is run here')),
      wantsApiKey: false,
    });
    if (!settings.ok) throw new Error(JSON.stringify(settings.problems));
    const { doors, links } = await openLinks(settings.value, join(folder, 'known-pods.json'));
    opened.push(() => Promise.all([doors.close(), links.close()]));
    const late = lateDoors(new Promise<PodDoors>((resolve) => setTimeout(() => resolve(doors), 50)));

    const outcomes = settings.value.hosts.map(podOfHost).map(({ id, name, ssh }) => {
      if (ssh === null) throw new Error('a host without an address');
      const target = { podId: id, podName: name, generation: null, endpoint: ssh, intervalMs: 1000 };
      return late.open(target, new AbortController().signal);
    });
    const [own, general] = await Promise.all(outcomes);
    expect(own?.ok).toBe(true);
    expect(general).toMatchObject({ ok: false, failure: { kind: 'authentication' } });
  });
});

async function start(): Promise<Sshd> {
  const sshd = await startSshd();
  opened.push(() => sshd.stop());
  return sshd;
}

function hostText({ port, username }: Sshd, identity: string | null): string {
  return `  - name: at-${port}\n    host: 127.0.0.1\n    port: ${port}\n    user: ${username}\n${identity === null ? '' : `    identity: ${identity}\n`}`;
}
