/** sshd answers and lets this console in. An address may be an old one for 90 s after a restart: it is read anew each time. */
import type { Greeting } from '../../outside/check.ts';
import type { SshSeen } from '../proof/way-in.ts';
import { lasts, type Past } from './past.ts';
import { type Rung, type RungState, reached, type Sight, waiting } from './rung.ts';

/** A key may be put in place some seconds after sshd has begun. */
const rejectedForMs = 30_000;
/** Longer than an old address stays published, which a pod that is new cannot have. */
const refusedForMs = { new: 30_000, old: 120_000 } as const;

export const ssh: Rung = {
  id: 'ssh',
  title: 'SSH lets in',
  judge(sight) {
    const { seen, past, expected } = sight;
    if (!past.hadContainer) return waiting('there is no container yet', 'See the rungs before.');
    if (seen.ssh.kind === 'open') return reached(`Let in as ${seen.ssh.at}.`);
    if (!expected.hasSsh)
      return reached(
        '22/tcp is not among the pod’s ports: nobody gets in by SSH, and it is proved by HTTP alone.',
        'warn',
      );
    if (seen.ssh.kind === 'no-address') return withoutAddress(sight);
    if (seen.ssh.kind === 'failed') return failed(seen.ssh, sight);
    return noBanner(seen.ssh, sight);
  },
};

function withoutAddress({ seen }: Sight): RungState {
  const mapped = seen.pod?.ports.find(({ privatePort, type }) => privatePort === 22 && type === 'tcp');
  if (mapped?.public === false)
    return reached('22/tcp is mapped, but the machine has no public address: no direct SSH.', 'warn');
  return waiting('RunPod gives no SSH address yet', 'See that the pod exposes 22/tcp.');
}

function failed({ failure, at }: Extract<SshSeen, { kind: 'failed' }>, { past, seen }: Sight): RungState {
  if (lasts(past.sshRejection, seen.atMs, rejectedForMs))
    return reached(`sshd answers, but lets this console not in: ${failure.message} ${failure.hint}`, 'warn');
  return waiting(`${at}: ${failure.message}`, failure.hint);
}

function noBanner(
  { greeting, at }: Extract<SshSeen, { kind: 'no-banner' }>,
  { past, seen, expected }: Sight,
): RungState {
  const text = `${at}: ${greetingText(greeting)}`;
  const isNew = expected.how === 'new' || expected.how === 'blue-green';
  const patienceMs = isNew ? refusedForMs.new : refusedForMs.old;
  const isLeftAlone = servesAlready(past) && lasts(past.sshRefusal, seen.atMs, patienceMs);
  if (!isLeftAlone) return waiting(text, fix);
  // The release is proved by HTTP: an image without sshd serves just as well.
  return reached(`Nobody gets in by SSH, though 22/tcp is published: ${text}. ${fix}`, 'warn');
}

const fix =
  'The image has to contain openssh-server and start it where PUBLIC_KEY is set; or take 22/tcp out of the pod’s ports.';

function servesAlready({ reached: rungs }: Past): boolean {
  return rungs.has('http') && rungs.has('version');
}

function greetingText(greeting: Exclude<Greeting, { kind: 'ssh' }>): string {
  switch (greeting.kind) {
    case 'refused':
      return 'nothing listens there yet';
    case 'timeout':
      return `no connection within ${greeting.afterMs / 1000} s; an address may be an old one for 90 s`;
    case 'silent':
      return 'it takes connections and says nothing';
    case 'closed':
      return 'it closes connections without a word';
    case 'other':
      return `no SSH server answers there: ${greeting.text}`;
    case 'unreachable':
      return `it cannot be reached: ${greeting.message}`;
  }
}
