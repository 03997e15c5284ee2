/** `pod-agent job …` in a simulated pod: the real agent's jobs on a machine made of text, told in the real agent's lines. */
import { UsageError } from '../../../pod-agent/commands/command.ts';
import { encodeJobLine } from '../../../pod-agent/protocol/job-codec.ts';
import type { JobKind } from '../../../pod-agent/protocol/job-events.ts';
import { jobBeatMs, jobIdPattern, jobProtocolVersion } from '../../../pod-agent/protocol/job-wire.ts';
import type { AgentChannel, AgentPlace } from './agent-place.ts';
import { agentVersion } from './agent-version.ts';
import { jobStreams } from './job-streams.ts';
import type { KeptJob } from './kept-jobs.ts';

const noSuchJob = 3;

/** @returns The exit code. `words` come after `pod-agent job`. */
export async function runJobVerb(
  words: readonly string[],
  place: AgentPlace,
  channel: AgentChannel,
): Promise<number> {
  const { verb, flags, rest } = read(words);
  const id = flags.get('id') ?? '';
  if (!jobIdPattern.test(id)) throw new UsageError(`--id is "${id}". It must be 8 to 64 of a-z, 0-9 and -.`);
  // What is given to a fix is not needed: nothing is changed here.
  if (verb === 'give') return 0;
  if (verb === 'stop') return stop(id, place);
  const found = place.jobs.find(id);
  const job = found ?? (verb === 'run' ? begin(id, rest, place) : null);
  if (job === null) {
    channel.write(
      `\n${encodeJobLine({ kind: 'job-absent', id, nonce: flags.get('nonce') ?? null, bootId: bootIdOf(place) })}`,
    );
    return noSuchJob;
  }
  hello({ job, isNew: found === null, nonce: flags.get('nonce') ?? null }, place, channel);
  await tell(job, Number(flags.get('after') ?? '0'), channel);
  return 0;
}

function stop(id: string, { jobs }: AgentPlace): number {
  const job = jobs.find(id);
  job?.stop();
  return job === null ? noSuchJob : 0;
}

function begin(id: string, [kind = '', ...args]: readonly string[], place: AgentPlace): KeptJob {
  if (!isKind(kind)) throw new UsageError(`"${kind}" is no kind of job.`);
  const stream = jobStreams[kind];
  return place.jobs.begin({
    id,
    kind,
    stream: (signal) => stream({ args, place, signal }),
    wallMs: place.host.wallMs,
  });
}

function isKind(word: string): word is JobKind {
  return Object.hasOwn(jobStreams, word);
}

function hello(
  given: { readonly job: KeptJob; readonly isNew: boolean; readonly nonce: string | null },
  place: AgentPlace,
  channel: AgentChannel,
): void {
  const { job, isNew, nonce } = given;
  const line = encodeJobLine({
    kind: 'job-hello',
    protocol: jobProtocolVersion,
    id: job.id,
    nonce,
    jobKind: job.kind,
    pid: 4000 + job.id.length,
    state: job.isEnded() ? 'ended' : 'running',
    isNew,
    beganAtMs: job.beganAtMs,
    nowMs: place.host.wallMs(),
    bootId: bootIdOf(place),
    agentVersion: agentVersion(),
  });
  channel.write(`\n${line}`);
}

function bootIdOf({ machine }: AgentPlace): string {
  return machine.facts.bootId;
}

/** To the verdict, or until the channel ends. */
function tell(job: KeptJob, after: number, channel: AgentChannel): Promise<void> {
  return new Promise((resolve) => {
    let told = after;
    const beat = setInterval(
      () => channel.write(encodeJobLine({ kind: 'job-beat', atMs: Date.now() })),
      jobBeatMs,
    );
    function pass(): void {
      for (const event of job.events.slice(told)) {
        told = event.sequence;
        channel.write(encodeJobLine(event));
      }
      if (job.isEnded()) end();
    }
    function end(): void {
      clearInterval(beat);
      unsubscribe();
      resolve();
    }
    const unsubscribe = job.subscribe(pass);
    channel.signal.addEventListener('abort', end, { once: true });
    pass();
  });
}

type Words = {
  readonly verb: string;
  readonly flags: ReadonlyMap<string, string>;
  readonly rest: readonly string[];
};

/** Our own flags stand before the kind, the kind's behind it. */
function read([verb = '', ...words]: readonly string[]): Words {
  const flags = new Map<string, string>();
  let at = 0;
  while (words[at]?.startsWith('--')) {
    flags.set((words[at] ?? '').slice(2), words[at + 1] ?? '');
    at += 2;
  }
  return { verb, flags, rest: words.slice(at) };
}
