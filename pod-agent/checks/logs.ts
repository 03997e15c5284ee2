/** Logs of the last ten minutes: requests that failed or were slow, kinds of errors, and what is told most often. */
import { textOf } from '../collectors/proc-text.ts';
import type { CommandSource } from '../host/host.ts';
import type { Check, Draft, Seen } from './check.ts';
import { requestsIn } from './logs/access-lines.ts';
import { troubledLines } from './logs/application-lines.ts';
import { judgeLines, type LogLine, patterns } from './logs/judge-lines.ts';
import { judgeRequests } from './logs/requests.ts';
import { applicationLogs, logSources } from './logs/sources.ts';
import { advice, fine, seen, skipped, trouble } from './web/draft.ts';
import { errorLines, isRecent } from './web/error-log.ts';
import { nginxLogs, timeZone } from './web/sources.ts';

export const logs: Check = {
  id: 'logs',
  title: 'Logs of the last ten minutes',
  needs: logSources,
  judge,
};

function judge(given: Seen): readonly Draft[] {
  const { answers, plan, wallMs } = given;
  const { access, error } = nginxLogs(plan);
  const [accessPath, errorPath] = [access, error].map(pathOf);
  const accessText = textIn(given, access);
  const errorText = textIn(given, error);
  const zone = textOf(answers, timeZone) ?? '';
  const applications = troubledLines(textOf(answers, applicationLogs) ?? '', { wallMs, zone });
  const unread = unreadDrafts(given);
  if (accessText === null && errorText === null && applications.files.length === 0 && unread.length === 0)
    return [
      skipped('logs-absent', 'There are no logs of nginx here, and no others were written to in 10 min'),
    ];
  const requests = requestsIn(accessText ?? '').filter(({ atMs }) => isRecent(atMs, wallMs));
  const errors = errorLines(errorText ?? '', zone)
    .filter(({ atMs, level }) => isRecent(atMs, wallMs) && !/notice|info/.test(level))
    .map(({ text }): LogLine => ({ text, source: errorPath ?? '' }));
  const lines = [...errors, ...applications.lines];
  const found = [
    ...unread,
    ...judgeLines(lines),
    ...judgeRequests(requests, accessPath ?? ''),
    ...patterns(lines),
  ];
  return found.length > 0 ? found : [fine('logs-quiet', 'No errors and no requests in 10 min')];
}

/** A log that was not told in time, as from a volume that hangs, is not a log that is not there. */
function unreadDrafts({ answers, plan }: Seen): readonly Draft[] {
  const { access, error } = nginxLogs(plan);
  const sources = [access, error, applicationLogs];
  const late = sources.flatMap(({ id }) => {
    const answer = answers[id];
    return answer?.ok === false && answer.reason === 'timeout' ? [seen(id, answer.message, id)] : [];
  });
  if (late.length === 0) return [];
  return [
    trouble({
      id: 'logs-unread',
      title: `${late.length} of ${sources.length} places of logs did not answer in time`,
      status: 'unknown',
      evidence: late,
      causes: ['A volume or a disk does not answer.', 'The machine is too busy.'],
      fix: advice('See the findings on disks and CPU, and look again.'),
      documentation: 'What could not be judged',
    }),
  ];
}

/** `tail` of a file that is not there prints nothing and ends with 1. */
function textIn({ answers }: Seen, source: CommandSource): string | null {
  const answer = answers[source.id];
  return answer?.ok && answer.exitCode === 0 ? answer.text : null;
}

function pathOf({ argv }: CommandSource): string {
  return argv.at(-1) ?? '';
}
