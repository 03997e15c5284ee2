/** The real screen on a real (headless) terminal: what the operator would see, cell by cell. */
import { EventEmitter } from 'node:events';
import xterm from '@xterm/headless';
import { noResources, type ResourcesSnapshot } from '../../../source/fleet/catalogue.ts';
import type { Fleet } from '../../../source/fleet/fleet.ts';
import { forwardTargetText, listenerText } from '../../../source/fleet/forward-spec.ts';
import type { DeployRequest } from '../../../source/jobs/model/deploy.ts';
import { type DeploysSnapshot, noDeploys } from '../../../source/jobs/model/deploys.ts';
import { type JobsSnapshot, noJobs } from '../../../source/jobs/model/job.ts';
import type { CreateRequest } from '../../../source/life/create-request.ts';
import { type LifeSnapshot, noLife } from '../../../source/life/life-snapshot.ts';
import type { Look } from '../../../source/ui/draw/look.ts';
import { render } from '../../../source/ui/ink.ts';
import type { Size } from '../../../source/ui/layout/request.ts';
import type { Operator } from '../../../source/ui/operator.ts';
import { createScreen, type Screen } from '../../../source/ui/screen.ts';
import { fixtureNowMs } from './fixture-fleet.ts';

export type Stage = {
  readonly screen: Screen;
  /** What has been asked of the operator, in order: "stop k1". */
  readonly asked: readonly string[];
  press(...keys: string[]): Promise<void>;
  /** The fleet as it is from now on. */
  setFleet(fleet: Fleet): Promise<void>;
  /** The fleet as it is from the next flush on. */
  gather(fleet: Fleet): void;
  /** The jobs as they are from now on. */
  setJobs(jobs: JobsSnapshot): Promise<void>;
  /** Projects, releases and the plan as they are from now on. */
  setDeploys(deploys: DeploysSnapshot): Promise<void>;
  /** What was asked for last, whole. */
  lastRequest(): DeployRequest | null;
  lastCreate(): CreateRequest | null;
  /** Answers of the outside to questions about pods' lives, from now on. */
  setLife(life: LifeSnapshot): Promise<void>;
  setResources(resources: ResourcesSnapshot): Promise<void>;
  setNow(nowMs: number): Promise<void>;
  resize(size: Size): Promise<void>;
  /** The rows as text. */
  rows(): Promise<string[]>;
  /** Whole frames handed over so far. */
  frameCount(): number;
  lastFrame(): string;
  close(): void;
};

export async function openStage(options: {
  readonly fleet: Fleet;
  readonly size: Size;
  readonly look?: Look;
  readonly jobs?: JobsSnapshot;
  readonly deploys?: DeploysSnapshot;
  readonly resources?: ResourcesSnapshot;
  readonly readOnly?: boolean;
  readonly keyWishes?: Readonly<Record<string, readonly string[]>>;
}): Promise<Stage> {
  let { fleet, size, jobs = noJobs, deploys = noDeploys, resources = noResources } = options;
  let gathered: Fleet | null = null;
  let life = noLife;
  let nowMs = fixtureNowMs;
  const listeners = new Set<() => void>();
  const asked: string[] = [];
  const requests: DeployRequest[] = [];
  const creates: CreateRequest[] = [];
  const frames: string[] = [];
  const output = outputOf(size, (frame) => frames.push(frame));
  const screen = createScreen({
    fleetStore: {
      snapshot: () => fleet,
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      flushNow: () => {
        if (gathered === null) return;
        fleet = gathered;
        gathered = null;
        for (const listener of listeners) listener();
      },
    },
    jobs: {
      snapshot: () => jobs,
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    deploys: {
      snapshot: () => deploys,
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    life: {
      snapshot: () => life,
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    resources: {
      snapshot: () => resources,
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    operator: recordingOperator(asked, requests, creates),
    ...(options.keyWishes !== undefined && { keyWishes: options.keyWishes }),
    ...(options.readOnly === true && { readOnly: true }),
    size,
    look: options.look ?? { colours: 'truecolor', glyphs: 'unicode' },
    nowMs: () => nowMs,
  });
  const instance = render(screen.element, {
    stdout: output as unknown as NodeJS.WriteStream,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  await settled();
  return {
    screen,
    asked,
    press: async (...keys) => {
      for (const key of keys) screen.handleEvent({ kind: 'key', key });
      await settled();
    },
    setFleet: async (next) => {
      fleet = next;
      for (const listener of listeners) listener();
      await settled();
    },
    gather: (next) => {
      gathered = next;
    },
    setJobs: async (next) => {
      jobs = next;
      for (const listener of listeners) listener();
      await settled();
    },
    setDeploys: async (next) => {
      deploys = next;
      for (const listener of listeners) listener();
      await settled();
    },
    lastCreate: () => creates.at(-1) ?? null,
    setLife: async (next) => {
      life = next;
      for (const listener of listeners) listener();
      await settled();
    },
    setResources: async (next) => {
      resources = next;
      for (const listener of listeners) listener();
      await settled();
    },
    lastRequest: () => requests.at(-1) ?? null,
    setNow: async (next) => {
      nowMs = next;
      screen.tick(next);
      await settled();
    },
    resize: async (next) => {
      size = next;
      screen.resize(next);
      await settled();
    },
    rows: () => rowsOnTerminal(frames[frames.length - 1] ?? '', size),
    frameCount: () => frames.length,
    lastFrame: () => frames[frames.length - 1] ?? '',
    close: () => {
      instance.unmount();
      screen.dispose();
    },
  };
}

function outputOf(size: Size, keep: (frame: string) => void): EventEmitter {
  return Object.assign(new EventEmitter(), {
    columns: size.columns,
    rows: size.rows,
    isTTY: true,
    write: (frame: string) => {
      keep(frame);
      return true;
    },
  });
}

function recordingOperator(asked: string[], requests: DeployRequest[], creates: CreateRequest[]): Operator {
  return {
    startPod: (podId) => void asked.push(`start ${podId}`),
    stopPod: (podId) => void asked.push(`stop ${podId}`),
    changePod: (podId, action) => void asked.push(`${action} ${podId}`),
    askUnsaved: (podIds) => void asked.push(`unsaved ${podIds.join(' ')}`),
    readSystemLog: (podId) => void asked.push(`system log ${podId}`),
    editPod: (podId) => void asked.push(`edit ${podId}`),
    applyEdit: (podId) => void asked.push(`apply edit ${podId}`),
    dropEdit: (podId) => void asked.push(`drop edit ${podId}`),
    createPod: (request) => {
      creates.push(request);
      asked.push(`create ${request.name}`);
    },
    keepPod: (podId) => void asked.push(`keep ${podId}`),
    quietAlert: (key, wish) =>
      asked.push(
        wish === null
          ? `loud ${key}`
          : `${wish.kind} ${key} ${wish.untilMs === null ? '' : wish.untilMs - wish.atMs}`.trim(),
      ),
    retryLink: (podId) => void asked.push(`retry ${podId}`),
    refresh: () => void asked.push('refresh'),
    repaint: () => void asked.push('repaint'),
    suspend: () => void asked.push('suspend'),
    quit: (how) => void asked.push(how === 'stop' ? 'quit' : 'quit leaving'),
    copy: (text) => void asked.push(`copy ${text}`),
    startJob: ({ kind, podIds, arguments: given }) =>
      void asked.push([kind, ...podIds, ...Object.entries(given).map(wordOf)].join(' ')),
    stopJob: (jobId) => void asked.push(`stop job ${jobId}`),
    repeatJob: (jobId) => void asked.push(`repeat job ${jobId}`),
    readDeploys: () => void asked.push('read deploys'),
    readResource: (resource) => void asked.push(`read ${resource}`),
    endResource: (resource, { id, name }) => void asked.push(`end ${resource} ${id} ${name}`),
    logs: (ask) => void asked.push(`logs ${ask.kind}`),
    planDeploy: (request) => {
      requests.push(request);
      asked.push(`plan ${request.mode} ${request.projectFile}`);
    },
    startDeploy: (request) => {
      requests.push(request);
      asked.push(`${request.mode} ${request.projectFile}`);
    },
    openShell: (podId) => void asked.push(`shell ${podId}`),
    openForward: (podId, spec) =>
      void asked.push(`forward ${podId} ${listenerText(spec.listener)} ${forwardTargetText(spec)}`),
    closeForward: (forwardId) => void asked.push(`close ${forwardId}`),
    loadJob: (jobId) => void asked.push(`load job ${jobId}`),
    saveJob: (jobId) => void asked.push(`save job ${jobId}`),
  };
}

/** What is switched on by its name, all else as it stands. */
function wordOf([name, value]: [string, unknown]): string {
  return value === true ? name : String(value);
}

/** React's subscription and Ink's drawing are synchronous; effects follow in the next turn. */
function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}

/** One row and column more than the frame should have, so that one that is too large is seen. */
async function rowsOnTerminal(frame: string, { columns, rows }: Size): Promise<string[]> {
  const terminal = new xterm.Terminal({ cols: columns + 10, rows: rows + 5, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(frame.replaceAll('\n', '\r\n'), resolve));
  const lines: string[] = [];
  for (let row = 0; row < rows + 5; row++)
    lines.push(terminal.buffer.active.getLine(row)?.translateToString(true) ?? '');
  terminal.dispose();
  while (lines.length > rows && lines[lines.length - 1] === '') lines.pop();
  return lines;
}
