/** The built agent's jobs in a home folder of their own. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { decodeJobLine } from '../../../pod-agent/protocol/job-codec.ts';
import type { JobEvent } from '../../../pod-agent/protocol/job-events.ts';
import type { JobHello, JobLine } from '../../../pod-agent/protocol/job-wire.ts';
import { type AgentRun, type BuiltAgent, isRunning, runAgent, until } from '../built-agent.ts';

export type Teller = {
  readonly run: AgentRun;
  hello(): JobHello | undefined;
  events(): readonly JobEvent[];
  /** Of the lines that the command of a fix printed. */
  texts(): readonly string[];
  verdict(): Extract<JobEvent, { kind: 'verdict' }> | undefined;
};

export type KeptJobs = {
  /** Another one in each try of each test: a job is begun once by its name. */
  readonly home: string;
  fileOf(id: string, name: string): string;
  /** Gives the command line of a fix. */
  give(id: string, command: string): void;
  tell(words: readonly string[], environment?: Readonly<Record<string, string>>): Teller;
  /** `job run` of a fix, told until its verdict. */
  fix(id: string, command: string): Promise<Teller>;
  /** Runs a verb to its end. */
  call(
    words: readonly string[],
  ): Promise<{ readonly code: number | null; readonly output: string; readonly errors: string }>;
  /** The process that does the job, once it has begun. */
  pidOf(id: string): Promise<number>;
};

export function keepJobs(agent: BuiltAgent): KeptJobs {
  let home = mkdtempSync(join(agent.folder, 'home-'));
  beforeEach(() => {
    home = mkdtempSync(join(agent.folder, 'home-'));
  });
  const runs: AgentRun[] = [];
  const jobs: number[] = [];
  afterEach(() => {
    for (const { child } of runs.splice(0)) child.kill('SIGKILL');
    for (const pid of jobs.splice(0)) if (isRunning(pid)) process.kill(-pid, 'SIGKILL');
  });
  const fileOf = (id: string, name: string) => join(home, '.cache/pod-engine/jobs', id, name);

  function start(words: readonly string[], environment: Readonly<Record<string, string>> = {}): AgentRun {
    const run = runAgent(agent, ['job', ...words], { HOME: home, ...environment });
    runs.push(run);
    return run;
  }

  function give(id: string, command: string): void {
    execFileSync(process.execPath, [agent.scriptPath, 'job', 'give', '--id', id], {
      input: command,
      env: { PATH: process.env.PATH, HOME: home },
    });
  }

  function tell(words: readonly string[], environment?: Readonly<Record<string, string>>): Teller {
    return tellerOf(start(words, environment));
  }

  return {
    get home() {
      return home;
    },
    fileOf,
    give,
    tell,
    async fix(id, command) {
      give(id, command);
      const teller = tell(['run', '--id', id, 'fix']);
      await teller.run.ended;
      return teller;
    },
    async call(words) {
      const run = start(words);
      run.child.stdin.end();
      const { code } = await run.ended;
      return { code, output: run.output(), errors: run.errorOutput() };
    },
    async pidOf(id) {
      let pid = 0;
      await until(() => {
        pid = pidIn(fileOf(id, 'process.json'));
        return pid > 0;
      }, `the process of ${id}`);
      jobs.push(pid);
      return pid;
    },
  };
}

function tellerOf(run: AgentRun): Teller {
  const lines = (): readonly JobLine[] =>
    run
      .output()
      .split('\n')
      .slice(0, -1)
      .filter((line) => line !== '')
      .map((line) => {
        const decoded = decodeJobLine(line);
        if (!decoded.ok) throw new Error(`${decoded.message}: ${line}`);
        return decoded.line;
      });
  const events = (): readonly JobEvent[] =>
    lines().filter(
      (line): line is JobEvent =>
        line.kind !== 'job-hello' && line.kind !== 'job-absent' && line.kind !== 'job-beat',
    );
  return {
    run,
    events,
    hello: () => lines().find((line) => line.kind === 'job-hello'),
    texts: () => events().flatMap((event) => (event.kind === 'output' ? [event.text] : [])),
    verdict: () => events().find((event) => event.kind === 'verdict'),
  };
}

function pidIn(file: string): number {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof value === 'object' && value !== null && 'pid' in value ? Number(value.pid) : 0;
  } catch {
    return 0;
  }
}
