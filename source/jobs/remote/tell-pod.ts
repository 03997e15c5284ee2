/** Small things said to the agent in a pod: what a job is given, and that it is to stop. */
import type { StopHow } from '../../../pod-agent/protocol/job-wire.ts';
import { safeText } from '../../base/safe-text.ts';
import type { AgentCall, PodDoor } from '../../ssh/pod-door.ts';
import { quoted } from '../../ssh/shell-quote.ts';

export type Told =
  | { readonly ok: true }
  /** `exitCode` null: the connection failed. */
  | { readonly ok: false; readonly exitCode: number | null; readonly reason: string };

type Teller = { readonly door: PodDoor; readonly agent: AgentCall; readonly jobId: string };

const maxOutputBytes = 16 * 1024;

/** By a script on standard input and the shell's own `printf`, so that the text stands in no process list. */
export async function giveToJob(
  { door, agent, jobId }: Teller,
  input: string,
  timeoutMs: number,
): Promise<Told> {
  const text = `printf '%s' ${quoted(input)} | ${agent.line(`job give --id ${jobId}`)} 2>&1\n`;
  return tell(door, text, timeoutMs);
}

export async function tellToStop(
  { door, agent, jobId }: Teller,
  how: StopHow,
  timeoutMs: number,
): Promise<Told> {
  const text = `${agent.line(`job stop --id ${jobId} --how ${how}`)} 2>&1 </dev/null\n`;
  return tell(door, text, timeoutMs);
}

async function tell(door: PodDoor, text: string, timeoutMs: number): Promise<Told> {
  const run = await door.script({ text, timeoutMs, maxOutputBytes });
  if (!run.ok) return { ok: false, exitCode: null, reason: run.failure.message };
  const { end, output } = run.value;
  if (end.exitCode === 0) return { ok: true };
  const said = safeText(output, { maxLength: 400 }).trim();
  return { ok: false, exitCode: end.exitCode, reason: said === '' ? 'The agent did not say why.' : said };
}
