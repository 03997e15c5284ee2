/** Who can reach the pod: whether somebody listens at the ports that lead to it, and on which addresses. */
import type { Draft } from '../check.ts';
import { advice, seen, trouble } from '../web/draft.ts';
import { type Listener, whoHolds } from '../web/listeners.ts';
import type { NetworkLook } from './look.ts';

const documentation = 'Who can reach the pod';
const source = '/proc/net/tcp, /proc/net/tcp6';

export function judgeBinding(look: NetworkLook): readonly Draft[] {
  const { plan, publicPorts, sshPort } = look;
  const isAppWanted = plan.isOurImage || plan.isAppExpected;
  const others = publicPorts.filter((port) => port !== plan.appPort && port !== sshPort);
  return [
    ...(isAppWanted || publicPorts.includes(plan.appPort)
      ? atPort(plan.appPort, look, isAppWanted ? 'fail' : 'warn')
      : []),
    ...others.flatMap((port) => atPort(port, look, 'warn')),
    ...ssh(look),
  ];
}

/** @param degree What it is worth that nobody listens; a program that only the pod itself can reach was meant to be reached. */
function atPort(port: number, { listeners, plan }: NetworkLook, degree: 'fail' | 'warn'): readonly Draft[] {
  const here = listeners.filter((listener) => listener.port === port);
  if (here.length === 0) return [nobody(port, degree, listeners, port === plan.appPort)];
  if (here.some(({ at }) => at !== 'loopback')) return [];
  return [loopbackOnly(port, here)];
}

function nobody(
  port: number,
  status: 'fail' | 'warn',
  listeners: readonly Listener[],
  isApp: boolean,
): Draft {
  const elsewhere = [...new Set(listeners.filter(({ at }) => at !== 'loopback').map((one) => one.port))];
  const ports = elsewhere.sort((left, right) => left - right).slice(0, 12);
  return trouble({
    id: `network-nothing-listens:${port}`,
    title: `Nothing listens at port ${port}${isApp ? ', where the pod is to serve' : ', to which RunPod leads a public port'}`,
    status,
    evidence: [
      seen(`sockets that listen at port ${port}`, '0', source, '1 or more'),
      seen('ports at which something listens', ports.join(', ') || 'none', source),
    ],
    causes: [
      'The program that is to serve there did not start, or has ended.',
      'It listens at another port than the one that the pod’s template exposes.',
      'It is still starting: a model may load for minutes.',
    ],
    impact: 'Whoever opens the pod’s address gets an error of the proxy (502), or no connection.',
    fix: advice(
      isApp
        ? 'Start the application, or name the port at which it listens in POD_AGENT_APP_PORT and in the template.'
        : `Start the program of port ${port}, or take the port out of the pod’s template.`,
    ),
    documentation,
  });
}

function loopbackOnly(port: number, here: readonly Listener[]): Draft {
  const who = whoHolds(here.flatMap(({ holders }) => holders));
  return trouble({
    id: `network-loopback-only:${port}`,
    title: `Port ${port} can be reached from within the pod only: ${who} listens at 127.0.0.1`,
    status: 'fail',
    evidence: [seen(`address of port ${port}`, 'loopback', source, '0.0.0.0 (every address)')],
    causes: ['The program was started with its usual address, which is 127.0.0.1 or localhost for many.'],
    impact: 'RunPod’s proxy cannot reach it: visitors get 502, though it answers within the pod.',
    fix: advice(
      'Start the program with the address 0.0.0.0: --host 0.0.0.0 (vLLM, uvicorn), --listen (ComfyUI), --ip=0.0.0.0 (Jupyter), server_name="0.0.0.0" (Gradio).',
    ),
    documentation,
  });
}

function ssh({ listeners, publicPorts, sshPort, hasKey }: NetworkLook): readonly Draft[] {
  const here = listeners.filter(({ port }) => port === sshPort);
  const isPublic = publicPorts.includes(sshPort);
  if (here.some(({ at }) => at !== 'loopback') || (!hasKey && !isPublic)) return [];
  const isThere = here.length > 0;
  return [
    trouble({
      id: 'network-ssh-not-listening',
      title: isThere
        ? `sshd listens at 127.0.0.1 only (port ${sshPort})`
        : `Nothing listens at port ${sshPort} for SSH, though ${hasKey ? 'PUBLIC_KEY is set' : 'RunPod leads a public port there'}`,
      status: 'warn',
      evidence: [
        seen(`sockets at port ${sshPort}`, isThere ? 'loopback only' : '0', source, 'every address'),
      ],
      causes: [
        'sshd is not installed in the image (openssh-server).',
        'sshd ended, or was never started by the image’s start script.',
      ],
      impact: 'Nobody can log in to the pod over its own SSH port.',
      fix: {
        text: 'Start sshd. Where it is missing, install openssh-server first.',
        command: 'ssh-keygen -A && mkdir -p /run/sshd && "$(command -v sshd || echo /usr/sbin/sshd)"',
        safe: !isThere,
        reversible: true,
      },
      documentation,
    }),
  ];
}
