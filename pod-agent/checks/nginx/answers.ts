/** nginx runs: whether it answers at the application's path as it should. */
import type { Draft } from '../check.ts';
import { redactedLine } from '../redact.ts';
import { advice, seen, trouble } from '../web/draft.ts';
import { judgeSlowness } from '../web/slow-answer.ts';
import type { NginxLook } from './look.ts';

export function judgeAnswers(look: NginxLook): readonly Draft[] {
  const { answer, plan } = look;
  const where = `http://127.0.0.1:${plan.appPort}${plan.appPath}`;
  if (answer.kind === 'silent' && (isNginxAtPort(look) || look.stopped.length > 0))
    return [silent(look, where)];
  if (answer.kind !== 'answered' || !isFromNginx(look, answer.server)) return [];
  const { status } = answer;
  if (status < 500 && status !== 403 && status !== 404) return slow(look, answer.tookMs, where);
  return [answeredWrong(look, { where, status })];
}

function isNginxAtPort({ listeners, plan }: NginxLook): boolean {
  return listeners.some(
    ({ port, holders }) => port === plan.appPort && holders.some(({ name }) => name === 'nginx'),
  );
}

/** Where the holder of the port cannot be seen, what it calls itself must do. */
function isFromNginx(look: NginxLook, server: string): boolean {
  return isNginxAtPort(look) || /^(nginx|openresty)\b/i.test(server);
}

function slow({ plan }: NginxLook, tookMs: number | null, where: string): readonly Draft[] {
  return judgeSlowness(tookMs, {
    id: 'nginx-answers-slowly',
    who: `nginx at ${plan.appPath}`,
    where,
    status: 'warn',
    causes: [
      'The application behind nginx takes that long.',
      'A file of the site lies on a volume that answers slowly.',
      'The pod is short of CPU, so that everything waits.',
    ],
    documentation: 'nginx answers with an error',
  });
}

function silent({ plan, answer, stopped }: NginxLook, where: string): Draft {
  const pids = stopped.map(({ pid }) => pid);
  return trouble({
    id: 'nginx-silent',
    title: `nginx takes connections at port ${plan.appPort} and does not answer`,
    status: 'fail',
    evidence: [
      seen(where, 'message' in answer ? saidOf(answer.message, where) : '', where, 'an answer within 2 s'),
      ...(pids.length === 0
        ? []
        : [seen('processes of nginx that are stopped', pids.join(' '), '/proc/PID/stat', 'none')]),
    ],
    causes:
      pids.length > 0
        ? ['A signal stopped it (SIGSTOP, or a debugger).']
        : [
            'The application behind nginx takes too long.',
            'A file of the site lies on a volume that does not answer.',
            'All of its connections are in use.',
          ],
    impact: 'Visitors wait until their browser gives up.',
    fix:
      pids.length > 0
        ? {
            text: 'Let the stopped processes go on.',
            command: `kill -CONT ${pids.join(' ')}`,
            safe: true,
            reversible: true,
          }
        : advice(
            'See the findings on the disk, the processes and the logs; the error log names the upstream.',
          ),
    documentation: 'nginx answers with an error',
  });
}

/** The message is a sentence that names the address, which stands before it already. */
function saidOf(message: string, where: string): string {
  return message.replace(where, 'it').replace(/\.$/, '');
}

function answeredWrong(
  { plan, answer, errors }: NginxLook,
  { where, status }: { readonly where: string; readonly status: number },
): Draft {
  const isMeant = plan.isOurImage || plan.isAppExpected;
  const title = `nginx answers ${status} at ${plan.appPath}`;
  const circle = status === 500 ? circleIn(errors) : null;
  const known = circle?.known ?? wrongAnswers[status] ?? wrongAnswers[500];
  return trouble({
    id: `nginx-answers-error:${status}`,
    title,
    status: isMeant ? 'fail' : status >= 500 ? 'warn' : 'info',
    evidence: [
      seen(
        where,
        `${status}${answer.kind === 'answered' && answer.server !== '' ? `, from ${answer.server.slice(0, 60)}` : ''}`,
        where,
        '200',
      ),
      ...(circle === null ? [] : [seen('nginx said', redactedLine(circle.line), 'error.log')]),
    ],
    causes: known?.causes ?? [],
    impact: 'Visitors see an error page.',
    fix: advice(known?.fix ?? 'See the error log of nginx.'),
    documentation: 'nginx answers with an error',
  });
}

type Known = { readonly causes: readonly string[]; readonly fix: string };

/** `try_files … /index.html` without that page leads to itself until nginx gives up. */
function circleIn(errors: NginxLook['errors']): { readonly line: string; readonly known: Known } | null {
  const form = /internal redirection cycle while internally redirecting to "([^"]+)"/;
  const line = errors.findLast(({ text }) => form.test(text))?.text;
  const page = form.exec(line ?? '')?.[1];
  if (line === undefined || page === undefined) return null;
  return {
    line,
    known: {
      causes: [
        `The page ${page}, to which the configuration leads, is not in the site.`,
        'A rewrite of the configuration goes round in circles.',
      ],
      fix: `Put ${page} back into the folder that "root" of the configuration names, or correct try_files.`,
    },
  };
}

const wrongAnswers: Readonly<Record<number, Known>> = {
  403: {
    causes: [
      'The worker’s user may not read the site.',
      'The folder has no index.html, and listings are off.',
      'A rule of the configuration denies it.',
    ],
    fix: 'See the findings on the application files; the error log says which file was refused.',
  },
  404: {
    causes: ['The page is not in the site.', 'The path that is asked for is not the application’s.'],
    fix: 'Put the page into the site, or name a path that is there in POD_AGENT_APP_PATH.',
  },
  500: {
    causes: ['The application failed.', 'A rewrite of the configuration goes round in circles.'],
    fix: 'See the error log of nginx and the log of the application: the logs check has their last lines.',
  },
  502: {
    causes: [
      'The application behind nginx does not run, or listens at another port.',
      'It ended in the middle of an answer.',
    ],
    fix: 'Start the application that nginx passes requests to; the error log names its address.',
  },
  503: {
    causes: ['A limit of nginx turns requests away.', 'The application says that it is not ready.'],
    fix: 'Wait until the application is ready, or raise the limit that the error log names.',
  },
  504: {
    causes: ['The application behind nginx does not answer in time.'],
    fix: 'Find out what the application waits for: CPU, a GPU, a model that loads, a volume.',
  },
};
