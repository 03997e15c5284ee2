/** How near nginx is to its limits: connections, open files, and workers for the CPUs that it has. */
import { cpuLimit } from '../../collectors/cpu-limit.ts';
import { textOf } from '../../collectors/proc-text.ts';
import type { Draft, Seen } from '../check.ts';
import { redactedLine } from '../redact.ts';
import { advice, seen, trouble } from '../web/draft.ts';
import { readHttp } from '../web/http-answer.ts';
import type { NginxLook } from './look.ts';
import { cpuCounts, mainConfiguration, status } from './sources.ts';

const documentation = 'nginx at its limits';
/** From here on the next rush of visitors is turned away. */
const nearPercent = 80;

export function judgeLimits(look: NginxLook, given: Seen): readonly Draft[] {
  return [...exhausted(look), ...connections(look, given), ...tooManyWorkers(look, given)];
}

/** What nginx itself complained of in the last minutes. */
function exhausted({ errors }: NginxLook): readonly Draft[] {
  const connections = errors.filter(({ text }) => /worker_connections are not enough/.test(text));
  const files = errors.filter(({ text }) => /\((?:24|23): Too many open files/.test(text));
  return [
    ...complaint(files, {
      id: 'nginx-open-files',
      title: 'nginx has too many files open',
      causes: ['worker_rlimit_nofile, or the limit of the container, is below what the connections need.'],
      fix: 'Raise worker_rlimit_nofile up to the hard limit ("ulimit -Hn"), and worker_connections to half of it at most; then reload nginx.',
    }),
    ...complaint(connections, {
      id: 'nginx-connections-exhausted',
      title: 'nginx had no connection left for its visitors',
      causes: [
        'worker_connections is too small.',
        'Connections stay open: a slow application, or many idle visitors.',
      ],
      fix: 'Raise worker_connections in the events block, and worker_rlimit_nofile to twice that; then reload nginx.',
    }),
  ];
}

function complaint(
  errors: NginxLook['errors'],
  about: {
    readonly id: string;
    readonly title: string;
    readonly causes: readonly string[];
    readonly fix: string;
  },
): readonly Draft[] {
  const last = errors.at(-1);
  if (last === undefined) return [];
  return [
    trouble({
      id: about.id,
      title: `${about.title}: ${errors.length} times in 10 min`,
      status: 'fail',
      evidence: [
        seen('lines of the last 10 min', String(errors.length), 'error.log', '0'),
        seen('the last one', redactedLine(last.text), 'error.log'),
      ],
      causes: about.causes,
      impact: 'Some visitors are turned away.',
      fix: advice(about.fix),
      documentation,
    }),
  ];
}

/** ngx_http_stub_status_module: `Active connections: 291`, then a line of accepts, handled and requests. */
function connections({ plan, workers }: NginxLook, { answers }: Seen): readonly Draft[] {
  const answer = plan.isOurImage ? readHttp(answers[status(plan).id]) : null;
  if (answer === null || answer.kind !== 'answered') return [];
  const active = Number(/^Active connections: (\d+)/m.exec(answer.body)?.[1] ?? Number.NaN);
  const [, accepts, handled] = (/^ *(\d+) (\d+) (\d+) *$/m.exec(answer.body) ?? []).map(Number);
  const each = Number(
    /^\s*worker_connections\s+(\d+)\s*;/m.exec(textOf(answers, mainConfiguration(plan)) ?? '')?.[1] ??
      Number.NaN,
  );
  const room = each * Math.max(1, workers.length);
  const source = `http://127.0.0.1:${plan.nginxStatusPort}/status`;
  const drafts: Draft[] = [];
  if (active / room >= nearPercent / 100)
    drafts.push(
      trouble({
        id: 'nginx-connections-near-limit',
        title: `${active} of nginx’s ${room} connections are in use`,
        status: 'warn',
        evidence: [
          seen(
            'active connections',
            String(active),
            source,
            `below ${Math.round((room * nearPercent) / 100)}`,
          ),
        ],
        causes: ['More visitors than worker_connections has room for.', 'Connections that are never closed.'],
        impact: 'Beyond the limit visitors are turned away.',
        fix: advice('Raise worker_connections, as far as the limit of open files lets you.'),
        documentation,
      }),
    );
  if (accepts !== undefined && handled !== undefined && accepts > handled)
    drafts.push(
      trouble({
        id: 'nginx-connections-dropped',
        title: `nginx dropped ${accepts - handled} connections since it was started`,
        status: 'warn',
        evidence: [seen('accepted, handled', `${accepts}, ${handled}`, source, 'the same')],
        causes: ['worker_connections or the limit of open files was reached.'],
        impact: 'Those visitors got no answer.',
        fix: advice('Raise worker_connections, as far as the limit of open files lets you.'),
        documentation,
      }),
    );
  return drafts;
}

/** `worker_processes auto` counts the host's CPUs, of which the pod has a share. */
function tooManyWorkers({ workers }: NginxLook, { answers }: Seen): readonly Draft[] {
  const online = textOf(answers, cpuCounts)?.match(/^cpu\d/gm)?.length ?? null;
  const cores = cpuLimit(answers, online).limitCores;
  if (cores === null || workers.length <= Math.max(4 * cores, cores + 8)) return [];
  return [
    trouble({
      id: 'nginx-many-workers',
      title: `nginx runs ${workers.length} workers for ${Math.round(cores * 10) / 10} CPUs`,
      status: 'info',
      evidence: [
        seen('workers', String(workers.length), '/proc/PID/stat', `about ${Math.max(1, Math.ceil(cores))}`),
      ],
      causes: ['"worker_processes auto" counts the CPUs of the host.'],
      impact: 'Memory is used for workers that never run side by side.',
      fix: advice(`Set worker_processes to ${Math.max(1, Math.ceil(cores))}.`),
      documentation,
    }),
  ];
}
