/** Settings of the kernel that are one number in a file of /proc/sys. */
import type { Host } from '../host/host.ts';
import { refusalOfWriting } from './refusals.ts';
import type { Attempt, Changeable, Look } from './tuning.ts';

/** @param missing How far a number is from what is wanted; 0 is as wanted. */
export async function lookAtNumber(
  host: Host,
  path: string,
  missing: (value: number) => number,
): Promise<Look> {
  const answer = await host.answer({ kind: 'file', id: path, cadence: 'once', path });
  if (!answer.ok) {
    return { kind: answer.reason === 'absent' ? 'not-applicable' : 'unread', reason: answer.message };
  }
  const value = answer.text.trim();
  if (!/^\d+$/.test(value)) {
    return { kind: 'unread', reason: `${path} reads "${value.slice(0, 40)}", which is no number.` };
  }
  return { kind: 'read', value, missing: missing(Number(value)), clause: `${path} reads ${value}` };
}

export async function writeNumber({ changes }: Changeable, path: string, value: number): Promise<Attempt> {
  const written = await changes.writeFile(path, `${value}\n`);
  return { tried: `Writing ${value} to ${path}`, refusal: refusalOfWriting(written) };
}
