/** The plan of a deploy: what stands against it, what becomes of which pod, each step, what is different, what is lost. */
import type { DeployPlan, DeployProblem, DeployRequest, PlannedStep } from '../../../jobs/model/deploy.ts';
import { type Box, boxed } from '../../draw/box.ts';
import { dollars } from '../../draw/numbers.ts';
import type { Span } from '../../draw/paint.ts';
import { spinnerSign } from '../../draw/spinner-sign.ts';
import type { Role } from '../../draw/theme.ts';
import { wrapText } from '../../draw/wrap.ts';
import type { Frame } from '../../frame.ts';
import { keyOf } from '../../keys/bound.ts';
import { planOf, projectName } from '../../state/deploy-plan.ts';
import type { Overlay } from '../../state/view.ts';
import { deployBoxSize } from './deploy-box-size.ts';

type PlanOverlay = Extract<Overlay, { readonly kind: 'deploy-plan' }>;

export function deployPlanOverlay(frame: Frame, overlay: PlanOverlay): Box {
  const { paint, size } = frame;
  const { width, height } = deployBoxSize(frame);
  const lines = planLines(frame, overlay, width - 2);
  const pageRows = Math.min(height - 3, Math.max(lines.length, leastRows));
  const top = Math.min(overlay.top, Math.max(0, lines.length - pageRows));
  const shown = lines.slice(top, top + pageRows);
  const rest = Array.from({ length: Math.max(0, pageRows - shown.length) }, (): Span[] => []);
  const place = lines.length > pageRows ? `  rows ${top + 1}–${top + shown.length} of ${lines.length}` : '';
  const content = [...shown, ...rest, lastLine(frame, overlay, place)];
  return boxed(paint, { title: titleOf(frame, overlay.request), content, size, width });
}

/** While it is asked for, the box is not so small that it jumps when the answer is there. */
const leastRows = 16;

/** Rows of the plan that is open, and how many of them are seen at once. */
export function planRoom(frame: Frame): { readonly rows: number; readonly pageRows: number } {
  const { overlay } = frame.view;
  if (overlay?.kind !== 'deploy-plan') return { rows: 0, pageRows: 0 };
  const { width, height } = deployBoxSize(frame);
  return { rows: planLines(frame, overlay, width - 2).length, pageRows: height - 3 };
}

function titleOf({ deploys }: Frame, request: DeployRequest): string {
  const what =
    request.mode === 'rollback' ? `Roll back to ${request.releaseId ?? 'the last good release'}` : 'Plan';
  const state = planOf(deploys, request);
  if (state?.kind !== 'ready') return `${what} · ${projectName(request.projectFile, deploys)}`;
  const { projectName: name, version, runningVersion } = state.plan;
  return `${what} · ${name} ${version}${runningVersion === null ? '' : `, ${runningVersion} runs`}`;
}

function lastLine({ deploys }: Frame, { request }: PlanOverlay, place: string): Span[] {
  const state = planOf(deploys, request);
  if (state?.kind !== 'ready') return [];
  const errors = state.plan.problems.filter(({ severity }) => severity === 'error').length;
  const verdict: Span =
    errors > 0
      ? [` ✖ cannot be begun: ${errors} ${errors === 1 ? 'error' : 'errors'}`, 'crit']
      : [' ✔ can be begun; nothing has been done yet', 'ok'];
  return [verdict, [place, 'dim']];
}

function planLines(frame: Frame, { request, askedAtMs }: PlanOverlay, width: number): readonly Span[][] {
  const state = planOf(frame.deploys, request);
  if (state === null || state.kind === 'asked') {
    const sinceMs = state?.atMs ?? (askedAtMs === 0 ? frame.clockMs : askedAtMs);
    const seconds = Math.max(0, Math.floor((frame.clockMs - sinceMs) / 1000));
    return [
      [],
      [
        ' ',
        [spinnerSign(frame.clockMs), 'info'],
        [' finding out what it would do: tools, registry, stock, price', 'text'],
        [`  ${seconds} s`, 'dim'],
      ],
      [['   nothing is changed by it', 'dim']],
    ];
  }
  if (state.kind === 'failed')
    return [
      [],
      ...told(' ✖ ', `there is no plan: ${state.reason}`, width, 'crit'),
      [],
      [[`   ${keyOf('plan.again', frame.view)} plans again`, 'dim']],
    ];
  return readyLines(frame, state.plan, width);
}

function readyLines(frame: Frame, plan: DeployPlan, width: number): Span[][] {
  const errors = plan.problems.filter(({ severity }) => severity === 'error');
  const warnings = plan.problems.filter(({ severity }) => severity === 'warning');
  const stepWidth = Math.max(...plan.steps.map(({ id }) => id.length), 4);
  return [
    ...errors.flatMap((problem) => problemLines(problem, width)),
    ...targetLines(frame, plan, width),
    ...plan.losses.flatMap((loss) => told(' ▲ lost      ', loss, width, 'warn')),
    ...warnings.flatMap((problem) => problemLines(problem, width)),
    ...heading('steps', width),
    ...plan.steps.flatMap((step) => stepLines(step, { width, stepWidth })),
    ...differenceLines(plan, width),
  ];
}

/** Of a first release there is nothing that it could be different from. */
function differenceLines({ runningVersion, differences }: DeployPlan, width: number): Span[][] {
  if (runningVersion === null && differences.length === 0) return [];
  return [
    ...heading(runningVersion === null ? 'as it will be' : `different from ${runningVersion}`, width),
    ...(differences.length === 0
      ? [[['   nothing', 'dim'] as const]]
      : differences.flatMap(({ name, from, to }) =>
          told(`   ${name}: `, changeText(from, to), width, 'text'),
        )),
  ];
}

function problemLines({ severity, text, fix }: DeployProblem, width: number): Span[][] {
  const [glyph, role]: readonly [string, Role] =
    severity === 'error' ? ['✖ error', 'crit'] : ['▲ warning', 'warn'];
  return [
    ...told(` ${glyph.padEnd(10)}  `, text, width, role),
    ...(fix === '' ? [] : told('             → ', fix, width, 'text')),
  ];
}

function targetLines({ fleet }: Frame, { target, offer }: DeployPlan, width: number): Span[][] {
  return [
    ...told('   pod       ', targetText(target, fleet), width, target.kind === 'in-place' ? 'warn' : 'title'),
    ...offerLines(offer, width),
  ];
}

/** What becomes of which pod, by the names that the list has for them. */
export function targetText(
  { kind, podId, podName, isKept }: DeployPlan['target'],
  { pods }: Frame['fleet'],
): string {
  const before = podId === null ? null : (pods.get(podId)?.pod.name ?? podId);
  if (isKept === true) return `${before ?? podName} runs it already, and is left as it is`;
  if (kind === 'new') return `a new pod, ${podName}`;
  if (kind === 'in-place')
    return `${before ?? podName} is changed in place: all outside of its volume is lost`;
  return `a new pod, ${podName}, is proved; then ${before ?? 'the one before'} is stopped`;
}

/** What the API did not say is said to be unknown. */
function offerLines(offer: DeployPlan['offer'], width: number): Span[][] {
  if (offer === null) return [];
  const { gpuName, gpuCount, dataCentreId, stock, dollarsPerHour } = offer;
  const where = dataCentreId === null ? '' : ` in ${dataCentreId}`;
  const price =
    dollarsPerHour === null
      ? 'price not known'
      : `$${dollars(dollarsPerHour)}/h, $${dollars(dollarsPerHour * 24)} a day`;
  return [
    ...told(
      '   GPU       ',
      `${gpuCount} × ${gpuName}${where}, stock ${stock ?? 'not known'}`,
      width,
      'text',
    ),
    ...told('   price     ', price, width, dollarsPerHour === null ? 'lost' : 'title'),
  ];
}

function stepLines(
  { id, will, title, text }: PlannedStep,
  { width, stepWidth }: { readonly width: number; readonly stepWidth: number },
): Span[][] {
  const isRun = will === 'run';
  const head = ` ${isRun ? '▶ run ' : '– skip'}  ${id.padEnd(stepWidth)}  `;
  return told(head, text === '' ? title : text, width, isRun ? 'text' : 'dim');
}

function changeText(from: string | null, to: string | null): string {
  if (from === null) return `${to ?? ''} (new)`;
  return to === null ? `${from} goes` : `${from} → ${to}`;
}

function heading(text: string, width: number): Span[][] {
  return [[[` ── ${text} ${'─'.repeat(Math.max(0, width - text.length - 6))}`, 'faint']]];
}

/** Those whose head is a sign; of the others it is a name. */
const signRoles: ReadonlySet<Role> = new Set(['crit', 'warn']);

/** A head, and a text that hangs beside it over as many rows as it needs. */
function told(head: string, text: string, width: number, role: Role): Span[][] {
  const indent = Math.min(head.length, Math.floor(width / 2));
  const rows = wrapText(text, Math.max(12, width - indent - 1), 8);
  return rows.map((row, index) => [
    [index === 0 ? head.slice(0, indent) : ' '.repeat(indent), signRoles.has(role) ? role : 'dim'],
    [row, role],
  ]);
}
