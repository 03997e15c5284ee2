/** Makes open alerts quiet, in the file that consoles read: which ones are meant, what is written, and what is said. */
import { alertKey } from '../alerts/alert.ts';
import { messageOf } from '../base/message-of.ts';
import type { Quiet } from '../fleet/quiet.ts';
import { changeTo } from '../fleet/quiet-change.ts';
import type { QuietKeeper } from '../watch/alert-watch.ts';
import { lookForAlerts } from './alert-look.ts';
import type { CommandContext } from './command.ts';
import { consoleAlerts } from './console-alerts.ts';
import { durationText } from './duration-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { findAnywhere } from './find-pod.ts';
import { openServices, type Services } from './services.ts';

/** `forMs` null: until it is over. */
export async function quietAlerts(
  context: CommandContext,
  wish: { readonly kind: Quiet['kind']; readonly forMs: number | null },
): Promise<ExitCode> {
  const services = await openServices(context);
  if (!services.ok) return services.code;
  const subject = await subjectOf(context, services);
  if (typeof subject === 'number') return subject;
  const look = await lookForAlerts(context, services, ({ id }) => id === subject.podId);
  if (typeof look === 'number') return look;
  if (context.signal.aborted) return exitCodes.interrupted;
  const open = look.alerts.filter(({ key }) => subject.isMeant(key));
  if (open.length === 0) {
    const others = look.alerts.filter(({ podId }) => podId === subject.podId).map(({ rule }) => rule);
    const hint = others.length === 0 ? '' : ` Open are: ${others.join(', ')}.`;
    context.say(`No alert of ${subject.name} is open${subject.ruleText}.${hint}\n`);
    for (const text of look.unknown) context.say(`? ${text}\n`);
    return look.failure === null ? exitCodes.notFound : sayFailure(context, look.failure);
  }
  const { quietKeeper, operatorName: by } = consoleAlerts(context, services.settings);
  const { kind, forMs } = wish;
  const { atMs } = look;
  const untilMs = forMs === null ? null : atMs + forMs;
  const quiets = open.map((alert): [string, Quiet] => [
    alert.key,
    // Who has acknowledged it first is who knows of it.
    kind === 'acknowledged' && alert.quiet?.kind === kind
      ? alert.quiet
      : { kind, by, atMs, untilMs, was: alert.kind },
  ]);
  const text = forMs === null ? 'acknowledged until it is over' : `snoozed for ${durationText(forMs)}`;
  return await tellQuiet(context, quietKeeper, { subject, changes: new Map(quiets), text });
}

export type AlertSubject = {
  /** null: the account. */
  readonly podId: string | null;
  readonly name: string;
  /** " by the rule gpu-lost"; empty where all rules are meant. */
  readonly ruleText: string;
  /** Of the key of an alert. */
  readonly isMeant: (key: string) => boolean;
};

/** What POD and RULE mean, or an exit code after saying that there is no such pod. */
export async function subjectOf(
  context: CommandContext,
  services: Extract<Services, { ok: true }>,
): Promise<AlertSubject | ExitCode> {
  const [typed = '', rule] = context.arguments;
  const pod = typed === 'account' ? null : await findAnywhere(context, services, typed);
  if (typeof pod === 'number') return pod;
  const podId = pod?.id ?? null;
  const whole = alertKey(podId, rule ?? '');
  return {
    podId,
    name: pod?.name ?? 'account',
    ruleText: rule === undefined ? '' : ` by the rule ${rule}`,
    isMeant: (key) => (rule === undefined ? key.startsWith(whole) : key === whole),
  };
}

/** Writes the changes, and says what has become of each. */
export async function tellQuiet(
  context: CommandContext,
  keeper: QuietKeeper,
  told: {
    readonly subject: AlertSubject;
    readonly changes: ReadonlyMap<string, Quiet | null>;
    readonly text: string;
  },
): Promise<ExitCode> {
  const { subject, changes, text } = told;
  try {
    await keeper.change(new Map([...changes].map(([key, quiet]) => [key, changeTo(quiet)])));
  } catch (error) {
    context.say(`${messageOf(error)}\n`);
    return exitCodes.failed;
  }
  const all = [...changes].map(([key, quiet]) => ({ rule: key.slice(key.indexOf(' ') + 1), quiet }));
  const { podId, name } = subject;
  if (context.flags.json === true)
    context.print(`${JSON.stringify({ podId, name, alerts: all }, null, 2)}\n`);
  else for (const { rule } of all) context.print(`${name} ${rule}: ${text}\n`);
  return exitCodes.ok;
}
