/** `pod-engine health NAME`: the pod's health report, fetched over SSH; the exit code is the verdict. */
import type { HealthReport, HealthStatus } from '../../pod-agent/protocol/health-report.ts';
import type { Pod } from '../fleet/pod.ts';
import type { Links, LinkTarget } from '../ssh/telemetry.ts';
import type { Command, CommandContext } from './command.ts';
import { openLinksOrSay } from './command-links.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { findAnywhere } from './find-pod.ts';
import { openServices, type Services } from './services.ts';

export const health: Command = {
  words: 'health',
  aliases: ['pods health'],
  argumentsHelp: 'NAME',
  minArguments: 1,
  maxArguments: 1,
  summary: 'ask a pod for its health report; exit 0 ok, 6 warn, 7 fail, 5 unreachable, 1 unknown',
  flags: ['json', 'ssh', 'identity', 'timeoutMs', 'config'],
  run,
};

const verdicts: Readonly<Record<HealthStatus, ExitCode>> = {
  ok: exitCodes.ok,
  warn: exitCodes.healthWarn,
  fail: exitCodes.healthFail,
  unknown: exitCodes.failed,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const services = await openServices(context);
  if (!services.ok) return services.code;
  const pod = await findAnywhere(context, services, context.arguments[0] ?? '');
  if (typeof pod === 'number') return pod;
  const reach = services.reachOf(pod);
  if (reach.kind === 'none') {
    context.say(`No health report from ${pod.name}: ${reach.reason}\n`);
    return exitCodes.unreachable;
  }
  const links = await openLinksOrSay(context, services);
  if (typeof links === 'number') return links;
  const report = await firstReport(context, links, targetOf(services, pod));
  await links.close();
  if (typeof report === 'string') {
    context.say(`No health report from ${pod.name}: ${report}\n`);
    return context.signal.aborted ? exitCodes.interrupted : exitCodes.unreachable;
  }
  context.print(context.flags.json === true ? `${JSON.stringify(report, null, 2)}\n` : textOf(pod, report));
  return verdicts[report.status];
}

function targetOf(services: Extract<Services, { ok: true }>, pod: Pod): LinkTarget {
  // A lost card shows with the driver's second beat, so that a long interval would make a long wait.
  const target = { ...services.targetOf(pod), look: true, intervalMs: 1000 } as const;
  return pod.provider === 'ssh' ? { ...target, refusalIsFinal: true } : target;
}

/** The report, or why there is none. */
async function firstReport(
  context: CommandContext,
  links: Links,
  target: LinkTarget,
): Promise<HealthReport | string> {
  const timeoutMs = context.flags.timeoutMs ?? 20_000;
  let lastReason = 'it did not answer';
  return await new Promise<HealthReport | string>((resolve) => {
    const timer = setTimeout(
      () => end(`${lastReason.replace(/\.$/, '')} (gave up after ${timeoutMs / 1000} s).`),
      timeoutMs,
    );
    function end(result: HealthReport | string): void {
      clearTimeout(timer);
      resolve(result);
    }
    context.signal.addEventListener('abort', () => end('interrupted.'), { once: true });
    links.open(target, {
      onLink: (link) => {
        if (link.kind === 'lost') lastReason = link.reason;
        if (link.kind === 'refused') end(`${link.reason} ${link.hint}`);
      },
      onFrame: (frame) => {
        if (frame.kind === 'health') end(frame.report);
      },
    });
  });
}

function textOf(pod: Pod, report: HealthReport): string {
  const glyphs: Readonly<Record<HealthStatus, string>> = { ok: '●', warn: '▲', fail: '✖', unknown: '?' };
  const lines = report.checks.map(
    (check) => `${glyphs[check.status]} ${check.status.padEnd(7)} ${check.id.padEnd(7)} ${check.summary}`,
  );
  const alerts = report.alerts
    .filter((alert) => alert.resolvedAtMs === null)
    .map((alert) => `  alert: ${alert.summary}`);
  return `${[`${pod.name}: ${report.status}`, ...lines, ...alerts].join('\n')}\n`;
}
