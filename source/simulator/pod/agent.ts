/** `pod-agent` in a simulated pod: the real agent's code on a machine made of text. */
import { createAppCheck } from '../../../pod-agent/app-check.ts';
import { readFlags, UsageError, wholeNumber } from '../../../pod-agent/commands/command.ts';
import { exitCodes, healthCheck } from '../../../pod-agent/commands/health-check.ts';
import { stream } from '../../../pod-agent/commands/stream.ts';
import { defaultThresholds, withoutWaiting } from '../../../pod-agent/health/thresholds.ts';
import { createHealthLook, warmUp } from '../../../pod-agent/health-look.ts';
import type { Inventory } from '../../../pod-agent/protocol/frames.ts';
import { createSampler } from '../../../pod-agent/sampler.ts';
import { runStream } from '../../../pod-agent/stream.ts';
import { wander } from '../chance.ts';
import type { Machine } from '../machine/machine.ts';
import { environmentOf } from '../machine/texts/environment.ts';
import { runJobVerb } from './agent-jobs.ts';
import type { AgentChannel, AgentPlace } from './agent-place.ts';
import { agentVersion } from './agent-version.ts';

/** @returns The exit code. `words` come after `pod-agent`. */
export async function runAgent(
  words: readonly string[],
  place: AgentPlace,
  channel: AgentChannel,
): Promise<number> {
  try {
    if (words[0] === 'stream') return await streamTelemetry(words.slice(1), place, channel);
    if (words[0] === 'health' && words[1] === 'check')
      return await checkHealth(words.slice(2), place, channel);
    if (words[0] === 'job') return await runJobVerb(words.slice(1), place, channel);
    if (words[0] === '--version') return print(channel, `${agentVersion()}\n`);
    throw new UsageError(`"${words.join(' ')}" is not a command.\n`);
  } catch (error) {
    channel.writeError(`pod-agent: ${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof UsageError ? 2 : 70;
  }
}

async function streamTelemetry(
  words: readonly string[],
  place: AgentPlace,
  channel: AgentChannel,
): Promise<number> {
  if (isHelp(words)) return print(channel, stream.help);
  const flags = readFlags(stream, words, {
    'interval-ms': { type: 'string', default: '1000' },
    nonce: { type: 'string' },
    since: { type: 'string' },
    look: { type: 'boolean', default: false },
    report: { type: 'string', default: '/tmp/health-report.json' },
    root: { type: 'string', default: '/' },
  });
  const { host, machine } = place;
  await runStream({
    host,
    version: agentVersion(),
    intervalMs: wholeNumber({ flag: '--interval-ms', text: flags['interval-ms'], min: 100, max: 60_000 }),
    nonce: flags.nonce ?? null,
    sinceSequence: flags.since === undefined ? null : sequenceIn(flags.since),
    look: flags.look,
    write: channel.write,
    onDrain: channel.onDrain,
    gatherInventory: async () => inventoryOf(machine),
    checkApp: await appCheckOf(place, channel.signal),
    selfCost: () => costOf(machine),
    reportPath: flags.report,
    signal: channel.signal,
  });
  return 0;
}

function sequenceIn(text: string): number {
  return wholeNumber({ flag: '--since', text, min: 0, max: Number.MAX_SAFE_INTEGER - 1 });
}

async function checkHealth(
  words: readonly string[],
  place: AgentPlace,
  channel: AgentChannel,
): Promise<number> {
  if (isHelp(words)) return print(channel, healthCheck.help);
  const flags = readFlags(healthCheck, words, {
    url: { type: 'string' },
    json: { type: 'boolean', default: false },
    root: { type: 'string', default: '/' },
  });
  const { host, machine } = place;
  const sampler = createSampler({ host, intervalMs: 1000, selfCost: () => costOf(machine) });
  const look = createHealthLook({
    host,
    sampler,
    checkApp: await appCheckOf(place, channel.signal),
    thresholds: withoutWaiting(defaultThresholds),
    periodMs: 30_000,
  });
  await warmUp(sampler, channel.signal);
  const { report } = await look();
  sampler.stop();
  const lines = report.checks.map(
    ({ status, id, summary }) => `${status.padEnd(8)}${id.padEnd(8)}${summary}\n`,
  );
  print(
    channel,
    flags.json ? `${JSON.stringify(report)}\n` : `${lines.join('')}\nhealth: ${report.status}\n`,
  );
  return exitCodes[report.status];
}

async function appCheckOf(place: AgentPlace, signal: AbortSignal) {
  const check = createAppCheck({ url: await place.siteUrl(), expected: true });
  return () => check(signal);
}

/** What the agent takes on a pod of its own: the simulator's own use says nothing of that. */
function costOf(machine: Machine) {
  const { seed } = machine.facts.plan;
  const second = Math.floor(machine.now().seconds);
  return {
    cpuPercent: 0.08 + 0.06 * wander(seed, 401, { second, periodSeconds: 30 }),
    residentBytes: 46_000_000,
  };
}

function inventoryOf({ facts }: Machine): Inventory {
  const { RUNPOD_API_KEY: _secret, ...variables } = environmentOf(facts);
  return {
    hostname: facts.hostname,
    osName: 'Ubuntu 22.04.5 LTS',
    kernelVersion: '6.8.0-71-generic',
    architecture: 'x64',
    cpuModel: facts.cpuModel,
    onlineCores: facts.hostCores,
    hostMemoryBytes: facts.hostMemoryBytes,
    virtualization: 'docker',
    nodeVersion: 'v22.11.0',
    runpod: Object.fromEntries(Object.entries(variables).filter(([name]) => name.startsWith('RUNPOD_'))),
  };
}

function isHelp(words: readonly string[]): boolean {
  return words.includes('--help') || words.includes('-h');
}

function print(channel: AgentChannel, text: string): number {
  channel.write(text);
  return 0;
}
