/** What a shell's answer means, in the words of the agent's own host, so that the checks cannot tell the two apart. */
import { beginningOf } from '../../../pod-agent/host/ask-http.ts';
import type { Answer, CommandSource, HttpSource } from '../../../pod-agent/host/host.ts';
import { maxAnswerBytes } from './ask-functions.ts';

/** One source's answer as the shell gave it. */
export type ShellAnswer = {
  readonly text: string;
  readonly complaint: string;
  /** null where the end was cut off. */
  readonly exitCode: number | null;
  /** It ran for all the time that it had. */
  readonly isLate: boolean;
  readonly isCut: boolean;
};

export function fileAnswer(path: string, { text, complaint, exitCode, isLate, isCut }: ShellAnswer): Answer {
  if (isLate && exitCode !== 0) return timeout(`${path} did not answer in time.`);
  if (isCut) return failed(`${path} cannot be read: it is longer than ${maxAnswerBytes} bytes.`);
  if (exitCode === 0) return { ok: true, text };
  return fileFailure(path, complaint);
}

/** Files of single processes come and go, so that some of them may be missing. */
export function filesAnswer(glob: string, { text, complaint, exitCode, isLate }: ShellAnswer): Answer {
  if (isLate && exitCode !== 0) return timeout(`${glob} did not answer in time.`);
  if (text !== '' || exitCode === 0) return { ok: true, text };
  return /No such file/.test(complaint)
    ? { ok: false, reason: 'absent', message: `Nothing matches ${glob}.` }
    : fileFailure(glob, complaint);
}

/** In the order asked for, each from the first place that has it. */
export function environmentAnswer(names: readonly string[], { text }: ShellAnswer): Answer {
  const places = new Map<string, Map<string, string>>();
  for (const [, place = '', name = '', value = ''] of text.matchAll(/^([123]) (\w+)=(.*)$/gm)) {
    const found = places.get(place) ?? new Map<string, string>();
    places.set(place, found.set(name, value));
  }
  const lines = names.flatMap((name) => {
    const value = ['1', '2', '3']
      .map((place) => places.get(place)?.get(name))
      .find((each) => each !== undefined);
    return value === undefined ? [] : [`${name}=${value}\n`];
  });
  return { ok: true, text: lines.join('') };
}

/** A shell tells a command that was killed by 128 and the signal's number; KILL is what its time ends with. */
const killed = 137;

export function commandAnswer({ argv, timeoutMs }: CommandSource, given: ShellAnswer): Answer {
  const { text, complaint, exitCode, isLate, isCut } = given;
  const [name] = argv;
  if (isCut) return failed(`${name} printed more than ${maxAnswerBytes} bytes.`);
  if (isLate && exitCode !== null && timeoutCodes.has(exitCode)) {
    return timeout(`${name} did not end within ${timeoutMs} ms.`);
  }
  if (exitCode === null) return failed(`${name} complained without end.`);
  if (exitCode === killed) return failed(`${name} was ended by SIGKILL.`);
  return { ok: true, text, exitCode, errorText: complaint };
}

/** Of the several programs called timeout. */
const timeoutCodes: ReadonlySet<number> = new Set([124, killed, 143]);

export function httpAnswer(source: HttpSource, given: ShellAnswer): Answer {
  const answer = wholeHttpAnswer(source, given);
  return answer.ok ? { ...answer, text: beginningOf(answer.text) } : answer;
}

/** The response as it came, with all of its body. */
export function wholeHttpAnswer(
  { port, path, timeoutMs }: Pick<HttpSource, 'port' | 'path' | 'timeoutMs'>,
  given: ShellAnswer,
): Answer {
  const where = `http://127.0.0.1:${port}${path}`;
  const [tool = '', ...complaints] = given.complaint.split('\n');
  const complaint = complaints.join('\n');
  if (tool === 'none')
    return { ok: false, reason: 'absent', message: 'The pod has no tool that asks a web server.' };
  const { text, tookMs } = saidBy(tool, complaint, given.text);
  if (text !== '') return { ok: true, text, ...(tookMs === null ? {} : { tookMs }) };
  if (/Connection refused|Failed to connect|Couldn't connect/i.test(complaint)) {
    return { ok: false, reason: 'absent', message: `Nothing listens at ${where}.` };
  }
  if (given.isLate || /timed? ?out/i.test(complaint)) {
    return timeout(`${where} did not answer within ${timeoutMs} ms.`);
  }
  return failed(`${where} closed the connection without an answer.`);
}

/** What curl says of its own time stands among its complaints, or, before 7.63, behind the body. */
const tookLine = /\ntook (\d+\.\d+)\n?$/;

function saidBy(
  tool: string,
  complaint: string,
  text: string,
): { readonly text: string; readonly tookMs: number | null } {
  if (tool === 'wget') return { text: wgetText(complaint, text), tookMs: null };
  if (tool !== 'curl') return { text, tookMs: null };
  const seconds = (tookLine.exec(`\n${complaint}`) ?? tookLine.exec(text))?.[1];
  return {
    text: text.replace(tookLine, ''),
    tookMs: seconds === undefined ? null : Math.round(Number(seconds) * 1000),
  };
}

/** wget prints the head among its complaints, a line at a time behind two blanks. It has put pieces together already. */
function wgetText(complaint: string, body: string): string {
  const lines = complaint.split('\n').map((line) => line.trimEnd());
  const from = lines.findIndex((line) => /^ {2}HTTP\/\d/.test(line));
  if (from === -1) return '';
  const rest = lines.slice(from);
  const end = rest.findIndex((line) => !line.startsWith('  '));
  const head = rest.slice(0, end === -1 ? rest.length : end).map((line) => line.slice(2));
  const kept = head.filter((line) => !/^transfer-encoding:/i.test(line));
  return `${kept.join('\r\n')}\r\n\r\n${body}`;
}

function fileFailure(path: string, complaint: string): Answer {
  if (/No such file|Not a directory/i.test(complaint)) {
    return { ok: false, reason: 'absent', message: `${path} is not there.` };
  }
  if (/Permission denied|not permitted/i.test(complaint)) {
    return { ok: false, reason: 'denied', message: `${path} may not be read.` };
  }
  const [line = ''] = complaint.split('\n');
  return failed(`${path} cannot be read: ${line === '' ? 'the shell does not say why' : line}`);
}

function timeout(message: string): Answer {
  return { ok: false, reason: 'timeout', message };
}

function failed(message: string): Answer {
  return { ok: false, reason: 'failed', message };
}
