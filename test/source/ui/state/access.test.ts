import { describe, expect, test } from 'vitest';
import type { Forward } from '../../../../source/fleet/forwards.ts';
import { forwardChoices } from '../../../../source/ui/state/access.ts';
import { fixtureFleet } from '../fixture-fleet.ts';
import { openStage } from '../screen-on-terminal.ts';

const size = { columns: 120, rows: 40 };

describe('the keys that enter a pod', () => {
  test('s asks for a shell in the selected pod, and F for a forward by a form', async () => {
    const stage = await openStage({ fleet: fixtureFleet(), size });
    try {
      await stage.press('/', ...'chat-serving-0'.split(''), 'enter', 's');
      expect(stage.asked.at(-1)).toMatch(/^shell /);
      await stage.press('F', ...'x'.split(''), 'enter');
      expect((await stage.rows()).join('\n')).toContain('"x" is no port of this machine');
      await stage.press('ctrl+u', ...'8080:80'.split(''), 'enter');
      expect(stage.asked.at(-1)).toMatch(/^forward \S+ 127\.0\.0\.1:8080 localhost:80$/);
      expect((await stage.rows()).join('\n')).toContain('nothing is forwarded');
      await stage.press('F', 'escape', 'q');
      expect((await stage.rows()).join('\n')).not.toContain('Forward from');
    } finally {
      stage.close();
    }
  });

  test('read-only refuses a shell and says why', async () => {
    const stage = await openStage({ fleet: fixtureFleet(), size, readOnly: true });
    try {
      await stage.press('/', ...'chat-serving-0'.split(''), 'enter', 's');
      expect(stage.asked).toEqual([]);
      expect((await stage.rows()).at(-1)).toContain('read-only: a shell could change the pod');
    } finally {
      stage.close();
    }
  });
});

test('known ports are offered, each on a port of this machine that is free', () => {
  const fleet = fixtureFleet();
  const [podId = ''] = fleet.pods.keys();
  const usual = forwardChoices(podId, { fleet, forwards: { forwards: [] } });
  expect(usual.at(-1)?.typed).toBe('socks 1080');
  const taken = usual.map(({ typed }) => ({ listensOn: `127.0.0.1:${typed.match(/\d+/)?.[0]}` }) as Forward);
  const others = forwardChoices(podId, { fleet, forwards: { forwards: taken } });
  expect(others.every(({ typed }) => /^(0:|socks 0)/.test(typed))).toBe(true);
});
