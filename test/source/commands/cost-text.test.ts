/** What `pod-engine cost` prints where bills cannot be read. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CommandContext } from '../../../source/commands/command.ts';
import { gatherCost } from '../../../source/commands/cost-facts.ts';
import { printCost } from '../../../source/commands/cost-text.ts';
import { budgetStandings } from '../../../source/money/budgets.ts';
import { moneyReport } from '../../../source/money/figures.ts';
import { usualMoneySettings } from '../../../source/money/settings.ts';
import type { CloudFailureCode } from '../../../source/runpod/cloud.ts';
import { operationsBy } from '../../../source/runpod/operations.ts';
import type { WholeCloud } from '../../../source/runpod/whole-cloud.ts';
import { makePod } from '../fleet/make.ts';

const message =
  "Cannot read what was billed: RunPod answered with 503 and nothing else for half a minute; RunPod's GraphQL API has no such thing.";

/** So many that no frame is drawn around them: that is the bundle's alone. */
const pods = Array.from({ length: 50 }, (_, at) => makePod({ id: `p${at}`, name: `p${at}` }));

async function printed(code: CloudFailureCode, interactive: boolean): Promise<readonly string[]> {
  const failure = { ok: false, code, message, hint: '', retryAfterMs: null } as const;
  const cloud: WholeCloud = {
    ...operationsBy(async () => failure),
    listPods: async () => ({ ok: true, value: pods }),
    async *podLogs() {},
    wires: () => [],
  };
  const folder = mkdtempSync(join(tmpdir(), 'pod-engine-cost-'));
  let text = '';
  const context: CommandContext = {
    ...{ arguments: [], flags: {}, environment: {}, homeFolder: folder, interactive, columns: 80 },
    ...{ nowMs: Date.now, signal: new AbortController().signal, say: () => undefined },
    print: (more) => {
      text += more;
    },
  };
  try {
    const { budget, idleRules, stoppedAfterDays } = usualMoneySettings;
    const money = { budget, idleRules, idleGpuPercent: 5, stoppedAfterDays };
    const facts = await gatherCost(context, { money }, cloud);
    if ('code' in facts) throw new Error(facts.message);
    const report = moneyReport(facts.fleet, facts.atMs);
    await printCost(context, { report, standings: budgetStandings(report, facts.fleet.money.budget), facts });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return text.slice(text.indexOf('\ntoday')).trim().split('\n');
}

test('a long reason stands under itself on a terminal, and on one line in a pipe', async () => {
  const lines = await printed('server', true);
  for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(80);
  expect(lines.join(' ').replace(/ +/g, ' ')).toContain(`billing was not read: ${message}`);
  expect(lines[1]).toMatch(/^ {30}\S/);
  expect((await printed('server', false))[0]).toContain(message);
});

test('a wire that was retired is told in few words', async () => {
  expect((await printed('gone', false))[0]).toMatch(/^today .* only RunPod's REST v2 tells what was billed$/);
});
