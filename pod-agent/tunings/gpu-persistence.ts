/**
 * Whether the driver stays awake while no program uses a card. Without it each first use waits for seconds. It belongs
 * to the host's driver: in a container the attempt is refused, or reported as done without effect.
 */
import type { Answer, CommandSource } from '../host/host.ts';
import { firstLineOf, refusalOfTool } from './refusals.ts';
import type { Attempt, Changeable, Look, Machine, Refusal, Tuning } from './tuning.ts';

/** A driver without persistence mode wakes each card first: seconds on a machine of eight. */
const toolTimeoutMs = 10_000;

const query: CommandSource = {
  kind: 'command',
  id: 'gpu-persistence',
  cadence: 'once',
  argv: ['nvidia-smi', '--query-gpu=index,persistence_mode', '--format=csv,noheader'],
  timeoutMs: toolTimeoutMs,
};

export const gpuPersistence: Tuning = {
  id: 'gpu-persistence',
  title: "Persistence mode of the host's GPU driver",
  wanted: 'Enabled',
  scope: 'host',
  fix: "It belongs to the host's driver: who runs the host starts nvidia-persistenced there.",
  look,
  apply,
};

async function look({ host }: Machine): Promise<Look> {
  return lookAt(await host.answer(query));
}

function lookAt(answer: Answer): Look {
  if (!answer.ok && answer.reason === 'absent') {
    return {
      kind: 'not-applicable',
      reason: 'nvidia-smi is not there, so that no card of NVIDIA is expected.',
    };
  }
  if (!answer.ok) return { kind: 'unread', reason: answer.message };
  if (/No devices were found/i.test(`${answer.text}\n${answer.errorText ?? ''}`)) {
    return { kind: 'not-applicable', reason: 'nvidia-smi found no card.' };
  }
  // Rows alone: of a machine that lost a card, lines about that one stand between them.
  const modes = [...answer.text.matchAll(/^\s*\d+, *(.*?)\s*$/gm)].map(([, mode = '']) => mode);
  if (modes.length > 0) return lookAtModes(modes);
  const said = firstLineOf(answer) ?? 'it printed nothing';
  return { kind: 'unread', reason: `nvidia-smi told no card's persistence mode: ${said}.` };
}

function lookAtModes(modes: readonly string[]): Look {
  const known = modes.filter((mode) => mode === 'Enabled' || mode === 'Disabled');
  if (known.length === 0) {
    return {
      kind: 'not-applicable',
      reason: `The driver has no persistence mode here: it says ${modes[0]}.`,
    };
  }
  const missing = known.filter((mode) => mode === 'Disabled').length;
  const mixed = `Enabled on ${known.length - missing} of ${known.length} cards`;
  const value = missing === 0 ? 'Enabled' : missing === known.length ? 'Disabled' : mixed;
  return { kind: 'read', value, missing, clause: `persistence mode reads ${value}` };
}

async function apply({ changes }: Changeable): Promise<Attempt> {
  const answer = await changes.run(['nvidia-smi', '-pm', '1'], toolTimeoutMs);
  return { tried: 'nvidia-smi -pm 1', refusal: complaintIn(answer) ?? refusalOfNvidia(answer) };
}

/** What it prints to root in a container, and to others, also before it says "All done." and exits with 0. */
function complaintIn(answer: Answer): Refusal | null {
  if (!answer.ok) return null;
  const complaint = /^.*(Insufficient Permissions|Unable to set persistence mode .*Unknown Error).*$/im.exec(
    `${answer.errorText ?? ''}\n${answer.text}`,
  );
  const message = complaint?.[0].trim().replace(/\.$/, '');
  return message === undefined ? null : { kind: 'refused', errno: null, message };
}

function refusalOfNvidia(answer: Answer): Refusal | null {
  return refusalOfTool({ tool: 'nvidia-smi', package: 'of the NVIDIA driver' }, answer);
}
