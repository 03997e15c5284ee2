/**
 * Reads the steps of a deploy: each in its place, steps within a step and what was said meanwhile beneath it. What a step
 * said that went well is folded under it; of one that goes on the newest lines are seen, of one that failed also its troubles.
 */
import type { JobEvent } from '../../../pod-agent/protocol/job-events.ts';
import { stepIds } from './deploy.ts';
import type { JobLine } from './line.ts';
import { outcomeLooks } from './looks.ts';

type StepEvent = Extract<JobEvent, { readonly kind: 'step-began' | 'step-ended' | 'output' | 'progress' }>;

export type DeployReader = {
  take(event: StepEvent): void;
  lines(): readonly JobLine[];
  /** 0 to 1, by the steps that are done and how far the running one is. */
  fraction(): number;
};

/** Of a step that goes on: as many as say what it does now. */
const newestShown = 8;
/** Of one that has failed: where a log is quoted, its end says why. */
const evidenceShown = 30;

type StepNode = {
  readonly title: string;
  /** How many steps of its id there have been, it included. */
  readonly count: number;
  readonly depth: number;
  readonly parent: StepNode | null;
  readonly items: (JobLine | StepNode)[];
  head: JobLine;
  /** null while it goes on. */
  outcome: Extract<JobEvent, { kind: 'step-ended' }>['outcome'] | null;
  fraction: number;
  /** Of a step that has ended: its lines change no more. */
  made: readonly JobLine[] | null;
};

export function isDeployStep(step: string): boolean {
  return known.has(topOf(step));
}

/** What was begun is taken back in steps `undo/…`, which alone make up an abort. */
const known: ReadonlySet<string> = new Set([...stepIds, 'undo']);

function topOf(step: string): string {
  return step.split('/', 1)[0] ?? step;
}

/** `before`: what was said before the first step. */
export function createDeployReader(before: readonly JobLine[]): DeployReader {
  const items: (JobLine | StepNode)[] = [...before];
  const steps = new Map<string, StepNode>();
  /** Those that have begun and not ended, the innermost last. */
  let open: StepNode[] = [];

  function begin({ step, title, atMs }: Extract<JobEvent, { kind: 'step-began' }>): StepNode {
    const parent = step.includes('/') ? (steps.get(topOf(step)) ?? null) : null;
    const depth = parent === null ? 0 : parent.depth + 1;
    const last = steps.get(step);
    // A step that begins again keeps its place; another act under the same id, as when two tags are taken back, has its own.
    const again = last?.title === title ? last : null;
    const count = (last?.count ?? 0) + (again === null ? 1 : 0);
    const head: JobLine = {
      ...{ key: count === 1 ? `step:${step}` : `step:${step}#${count}`, indent: depth * 2 },
      ...{ role: 'info', text: `▶ ${title}`, atMs, sinceMs: atMs, part: 'step' },
    };
    const node = again ?? { ...{ title, count, depth, parent, head }, ...freshStep() };
    Object.assign(node, { head, outcome: null });
    if (again === null) (parent?.items ?? items).push(node);
    changed(node);
    steps.set(step, node);
    open = [...open.filter((each) => each !== node), node];
    return node;
  }

  function end({ step, atMs, outcome, text, tookMs }: Extract<JobEvent, { kind: 'step-ended' }>): void {
    const node = steps.get(step) ?? begin({ kind: 'step-began', step, title: step, atMs, sequence: 0 });
    const { glyph, word, role } = outcomeLooks[outcome];
    const said = `${glyph} ${word.padEnd(7)}  ${titled(node.title, text)}`;
    // It keeps the time of its beginning, so that times go up from line to line.
    node.head = { ...headLine(node), role, text: said, tookMs };
    node.outcome = outcome;
    for (const inner of open.filter(({ parent }) => parent === node)) abandon(inner);
    open = open.filter((each) => each.outcome === null);
    changed(node);
  }

  function say(event: Extract<JobEvent, { kind: 'output' }>): void {
    const owner = open.at(-1);
    (owner?.items ?? items).push(outputLine(event, owner ?? null));
  }

  /** Of the step, not of the one within it: a ladder says how many of its rungs are done. */
  function setProgress({ fraction, text }: Extract<JobEvent, { kind: 'progress' }>): void {
    const node = outermost(open.at(-1));
    if (node === undefined) return;
    node.fraction = Math.min(1, Math.max(0, fraction));
    node.head = { ...node.head, progress: { fraction: node.fraction, text } };
  }

  return {
    take(event) {
      if (event.kind === 'step-began') begin(event);
      else if (event.kind === 'step-ended') end(event);
      else if (event.kind === 'output') say(event);
      else setProgress(event);
    },
    lines: () => items.flatMap((item) => ('key' in item ? [item] : linesOfStep(item))),
    fraction: () => {
      const done = stepIds.reduce((sum, id) => sum + doneOf(steps.get(id)), 0);
      return done / stepIds.length;
    },
  };
}

/** What matters is read in full; a program's output is cut at the edge. */
function outputLine(
  { sequence, level, text, atMs }: Extract<JobEvent, { kind: 'output' }>,
  owner: StepNode | null,
): JobLine {
  const indent = owner === null ? 0 : owner.depth * 2 + 2;
  const common = { key: `${sequence}`, indent, atMs };
  if (level === 'error') return { ...common, role: 'fail', text: `✖ ${text}`, part: 'step' };
  if (level === 'warn') return { ...common, role: 'warn', text: `▲ ${text}`, part: 'step' };
  if (owner === null) return { ...common, role: 'text', text, part: 'step' };
  return isInstructing(owner)
    ? { ...common, role: 'text', text, part: 'result' }
    : { ...common, role: 'dim', text };
}

/** The last step says what is where and how to go on: that is what came of the whole. */
function isInstructing({ head }: StepNode): boolean {
  return head.key === 'step:done';
}

function outermost(node: StepNode | undefined): StepNode | undefined {
  return node?.parent == null ? node : outermost(node.parent);
}

function freshStep(): Pick<StepNode, 'items' | 'outcome' | 'fraction' | 'made'> {
  return { items: [], outcome: null, fraction: 0, made: null };
}

/** Its lines, and those of the steps that it is part of, have to be made anew. */
function changed(node: StepNode): void {
  for (let each: StepNode | null = node; each !== null; each = each.parent) each.made = null;
}

/** Of a step within one that has ended first: its time must not go on. */
function abandon(node: StepNode): void {
  const text = `? unknown  ${node.title}: it was given up with the step`;
  node.head = { ...headLine(node), role: 'unknown', text };
  node.outcome = 'inconclusive';
  changed(node);
}

/** What stays of the first line when the step has ended. */
function headLine({
  head: { key, indent, atMs },
}: StepNode): Pick<JobLine, 'key' | 'indent' | 'atMs' | 'part'> {
  return { key, indent, atMs, part: 'step' };
}

function doneOf(node: StepNode | undefined): number {
  if (node === undefined) return 0;
  return node.outcome === null ? node.fraction : 1;
}

function linesOfStep(node: StepNode): readonly JobLine[] {
  if (node.made !== null) return node.made;
  const lines = [headOf(node), ...node.items.flatMap((item, index) => linesOfItem(node, item, index))];
  if (node.outcome !== null) node.made = lines;
  return lines;
}

function headOf(node: StepNode): JobLine {
  const { head, items } = node;
  return items.length === 0 || isInstructing(node) ? head : { ...head, isOpener: true };
}

function linesOfItem(node: StepNode, item: JobLine | StepNode, index: number): readonly JobLine[] {
  const isFolded = isFoldedIn(node, item, index);
  const lines = 'key' in item ? [item] : linesOfStep(item);
  if (!isFolded) return lines;
  return lines.map((line) => (line.under === undefined ? foldedForm(line, node.head.key) : line));
}

/** A build may say ten thousand lines, and each is asked for again with every new one. */
const foldedForms = new WeakMap<JobLine, JobLine>();

function foldedForm(line: JobLine, under: string): JobLine {
  const known = foldedForms.get(line);
  if (known?.under === under) return known;
  const folded: JobLine = { ...line, under };
  foldedForms.set(line, folded);
  return folded;
}

/** The name of a file may be the title of a look, and the first word of what was found in it. */
function titled(title: string, text: string): string {
  return text.startsWith(`${title}:`) ? text : `${title}: ${text}`;
}

/** Where many things were looked at, those that are well hide the others; of a ladder that ended each rung says how far it came. */
function isLookDone({ head, outcome }: StepNode, inner: StepNode): boolean {
  const isWell = inner.outcome === 'pass' || inner.outcome === 'skipped';
  return isWell && (outcome === 'warn' || head.key === 'step:preflight');
}

function isFoldedIn(node: StepNode, item: JobLine | StepNode, index: number): boolean {
  const { outcome, items } = node;
  if (isInstructing(node)) return false;
  if (outcome === 'pass' || outcome === 'skipped') return true;
  if (!('key' in item)) return outcome !== null && isLookDone(node, item);
  if (outcome === 'warn') return item.role === 'dim';
  const fromEnd = items.length - index;
  return outcome === null ? fromEnd > newestShown : item.role === 'dim' && fromEnd > evidenceShown;
}
