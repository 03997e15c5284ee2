/** Whether sshd answers at the pod's address, and what it made of the operator's keys. */
import type { Draft } from '../../../pod-agent/checks/check.ts';
import { type Greeting, mayBeOurselves, type OutsideCheck, type OutsideSeen } from './check.ts';
import { draft, evidence } from './draft.ts';

export const sshAnswer: OutsideCheck = {
  id: 'ssh-answer',
  title: 'SSH',
  judge(seen) {
    const { greeting } = seen;
    if (greeting === null) {
      return [
        draft({
          id: 'ssh-no-address',
          title: 'There is no address at which SSH could be tried',
          status: 'skip',
          evidence: [],
        }),
      ];
    }
    return [greeting.kind === 'ssh' ? afterGreeting(seen, greeting.text) : withoutGreeting(seen, greeting)];
  },
};

type Words = Pick<Draft, 'title' | 'causes'> & { readonly advice: string };

function withoutGreeting(seen: OutsideSeen, greeting: Exclude<Greeting, { kind: 'ssh' }>): Draft {
  return draft({
    id: `ssh-${greeting.kind === 'other' ? 'not-ssh' : greeting.kind}`,
    // What stands between here and the internet may refuse, close or answer in the pod's place.
    status: mayBeOurselves(seen) ? 'unknown' : 'fail',
    evidence: [evidence('connection', greetingText(greeting), address(seen), 'an SSH banner')],
    impact: 'No telemetry and no jobs: the console cannot get into the pod.',
    ...(seen.pod.provider === 'ssh' && greeting.kind === 'refused' ? refusedByHost : words[greeting.kind]),
  });
}

/** Of a host given by hand nobody says whether it runs at all. */
const refusedByHost: Words = {
  title: 'Nothing listens at the SSH port',
  causes: [
    'The machine is stopped, or its sshd does not run.',
    'The address or the port is an old one: both change when a pod is started anew.',
    'It is still starting.',
  ],
  advice:
    'See that the machine and its sshd run, and compare the address and the port with the ones that it has now.',
};

const words: Readonly<Record<Exclude<Greeting['kind'], 'ssh'>, Words>> = {
  refused: {
    title: 'Nothing listens at the SSH port',
    causes: [
      'The image starts no sshd (RunPod’s own images do so when a public key is set).',
      'The container is still starting.',
      'The address is an old one: it changes with every restart.',
    ],
    advice:
      'Set PUBLIC_KEY or an account key and restart the pod; the image must contain openssh-server and start it.',
  },
  timeout: {
    title: 'The SSH port does not answer',
    causes: [
      'The machine or its network is down.',
      'A firewall between here and there drops the connection.',
      'The address is an old one.',
    ],
    advice: 'Try from another network, and compare the address with the one that RunPod shows.',
  },
  unreachable: {
    title: 'The SSH address cannot be reached',
    causes: ['There is no route from here to the address.', 'The name cannot be resolved.'],
    advice: 'Check the address and this machine’s own network.',
  },
  silent: {
    title: 'The SSH port takes connections, but says nothing',
    causes: [
      'The pod is so busy, or so short of memory, that sshd gets no turn.',
      'Something other than sshd listens there and waits.',
    ],
    advice: 'Look at the pod’s figures on RunPod’s page, and restart it if it does not recover.',
  },
  closed: {
    title: 'The SSH port closes connections without a word',
    causes: [
      'sshd is refusing new connections (MaxStartups).',
      'The port is forwarded to a container that is gone.',
    ],
    advice: 'Wait a minute and try again; restart the pod if it stays so.',
  },
  other: {
    title: 'Something other than SSH answers at the SSH port',
    causes: ['The image runs another program on port 22.', 'The address now belongs to somebody else’s pod.'],
    advice: 'Compare the address with the one that RunPod shows, and what the image runs on port 22.',
  },
};

/** sshd is there: what came of the connection is what the SSH client said of it. */
function afterGreeting(seen: OutsideSeen, banner: string): Draft {
  const { sshFailure } = seen;
  const greeted = evidence('banner', banner, address(seen));
  if (sshFailure === null) {
    return draft({ id: 'ssh-well', title: 'sshd answers', status: 'ok', evidence: [greeted] });
  }
  return draft({
    id: `ssh-${sshFailure.kind}`,
    title: titles.get(sshFailure.kind) ?? 'sshd answers, but no connection came about',
    status: 'fail',
    evidence: [greeted, evidence('connection', sshFailure.message, address(seen), 'a session')],
    causes: causes.get(sshFailure.kind) ?? [],
    impact: 'No telemetry and no jobs: the console cannot get into the pod.',
    advice: sshFailure.hint || 'Try again.',
  });
}

const titles: ReadonlyMap<string, string> = new Map([
  ['authentication', 'sshd answers, but lets none of the keys in'],
  ['host-key', 'sshd shows another host key than the one that is trusted'],
  ['timeout', 'sshd answers, but the connection did not come about in time'],
]);

const causes: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'authentication',
    [
      'The public key is not in the RunPod account, or was added after the pod’s start.',
      'The pod’s own PUBLIC_KEY stands in place of the account’s keys.',
      'The permissions of /root/.ssh in the pod do not satisfy sshd.',
    ],
  ],
  ['host-key', ['The container was made anew.', 'The address now belongs to another pod.']],
]);

function greetingText(greeting: Greeting): string {
  switch (greeting.kind) {
    case 'ssh':
    case 'other':
      return greeting.text;
    case 'unreachable':
      return greeting.message;
    case 'refused':
      return 'refused';
    case 'timeout':
      return `no connection within ${greeting.afterMs / 1000} s`;
    case 'silent':
      return `connected, no word within ${greeting.afterMs / 1000} s`;
    case 'closed':
      return 'connected, then closed without a word';
  }
}

function address({ pod }: OutsideSeen): string {
  return pod.ssh === null ? 'no address' : `${pod.ssh.host}:${pod.ssh.port}`;
}
