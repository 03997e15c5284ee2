/** nginx that does not run: orphans of an earlier one, a stranger at its port, or simply nobody who started it. */
import type { Fix } from '../../protocol/finding.ts';
import type { Draft } from '../check.ts';
import { redactedLine } from '../redact.ts';
import { advice, seen, trouble } from '../web/draft.ts';
import { type Listener, whoHolds } from '../web/listeners.ts';
import { type AgentWord, agentWord } from './agent-word.ts';
import { configurationRefused } from './configuration.ts';
import type { NginxLook } from './look.ts';
import { pidFile, testLine } from './sources.ts';

export function judgeRunning(look: NginxLook): readonly Draft[] {
  const { plan, test, masters, orphans, isWanted, agentPid } = look;
  const isRunning = masters.length > 0;
  const status = !isWanted && !isRunning ? 'info' : isRunning ? 'warn' : 'fail';
  const refused =
    test.kind === 'refused' ? [configurationRefused(test, { plan, status, isRunning, agentPid })] : [];
  if (orphans.length > 0) return [orphaned(look), ...refused];
  if (isRunning || !isWanted) return refused;
  const strangers = refused.length > 0 ? [] : heldPorts(look);
  return [...refused, ...strangers, notRunning(look, refused.length + strangers.length > 0)];
}

function orphaned(look: NginxLook): Draft {
  const { orphans, masters, plan, answer } = look;
  const pids = orphans.map(({ pid }) => pid).join(' ');
  const ports = [
    ...new Set(
      look.listeners
        .filter(({ holders }) => holders.some(({ pid }) => orphans.some((orphan) => orphan.pid === pid)))
        .map(({ port }) => port),
    ),
  ];
  const stillServe = answer.kind === 'answered' && answer.status < 500;
  return trouble({
    id: 'nginx-orphan-workers',
    title: `${counted(orphans.length, 'worker')} of an nginx whose master is gone ${ports.length > 0 ? `hold port ${ports.join(', ')}` : 'run on'}`,
    status: masters.length === 0 ? 'fail' : 'warn',
    evidence: [
      seen('nginx processes without a master', pids, '/proc/PID/stat', 'none'),
      seen('ports that they hold', ports.join(', ') || unseenPorts(look), '/proc/net/tcp, /proc/PID/fd'),
      ...staleEvidence(look),
    ],
    causes: [
      'The master was killed by SIGKILL: by hand, or by the kernel when memory ran out.',
      'The program that started nginx ended without ending it.',
    ],
    impact:
      'They serve what they had read, but nothing reloads, replaces or ends them, and a new nginx cannot have the port.',
    fix: {
      text: 'Let the orphans finish what they are sending, and start nginx anew.',
      command: `kill -QUIT ${pids}${startAfter(look)}`,
      // While they serve well, the moment between the two is an interruption, and its time is the operator's to choose.
      safe: !stillServe,
      reversible: false,
    },
    documentation: 'Orphaned workers of nginx',
  });

  function startAfter({ agentPid }: NginxLook): string {
    if (masters.length > 0) return '';
    if (agentPid !== null) return `; kill -HUP ${agentPid}`;
    return plan.isOurImage ? '' : '; nginx';
  }
}

/** Workers belong to another user, whose descriptors even root may not see in a container. */
function unseenPorts({ listeners }: NginxLook): string {
  const ports = [...new Set(listeners.filter(({ holders }) => holders.length === 0).map(({ port }) => port))];
  return ports.length === 0
    ? 'none'
    : `not to be seen from here; who holds port ${ports.join(', ')} cannot be seen either`;
}

function heldPorts(look: NginxLook): readonly Draft[] {
  const { plan, listeners, errors } = look;
  const bound = errors.map(({ text }) => /bind\(\) to \S*?:(\d+) failed \(98/.exec(text)?.[1]);
  const fromLog = bound.filter((port) => port !== undefined).map(Number);
  const own = plan.isOurImage ? [plan.appPort, plan.nginxStatusPort] : [];
  const wanted = [...new Set([...own, ...fromLog])];
  return wanted.flatMap((port) => {
    const held = listeners.filter((listener) => listener.port === port && !isOurs(listener, look));
    return held.length === 0 ? [] : [heldBy(port, held, look)];
  });
}

/** While nginx is down, the agent itself stands at the pod's port and tells why. */
function isOurs({ holders }: Listener, { agentPid }: NginxLook): boolean {
  return holders.some(({ pid, name }) => pid === agentPid || name === 'nginx');
}

function heldBy(port: number, held: readonly Listener[], { plan, errors }: NginxLook): Draft {
  const holders = [...new Map(held.flatMap((one) => one.holders).map((one) => [one.pid, one])).values()];
  const [only] = holders;
  const who = whoHolds(holders);
  const said = errors.findLast(({ text }) => text.includes(`:${port} failed (98`));
  const variable = port === plan.appPort ? 'POD_AGENT_APP_PORT' : 'POD_AGENT_NGINX_STATUS_PORT';
  const elsewhere = plan.isOurImage ? `name another port in ${variable}` : 'let nginx listen elsewhere';
  const isOne = only !== undefined && holders.length === 1 && only.pid > 1;
  return trouble({
    id: `nginx-port-held:${port}`,
    title: `Port ${port} is held by ${who}, so that nginx cannot have it`,
    status: 'fail',
    evidence: [
      seen(`who listens at port ${port}`, who, '/proc/net/tcp, /proc/PID/fd', 'nginx'),
      ...(said === undefined ? [] : [seen('nginx said', redactedLine(said.text), 'error.log')]),
    ],
    causes: ['Another program of the pod was started at the same port, before nginx.'],
    impact: 'nginx does not start; whoever asks the pod gets the other program.',
    fix: {
      text: `End ${isOne ? `${only.name} (process ${only.pid})` : 'whoever holds the port'}, or ${elsewhere}.`,
      command: isOne ? `kill ${only.pid}` : null,
      safe: false,
      reversible: false,
    },
    documentation: 'The port of the pod is taken',
  });
}

function notRunning(look: NginxLook, isExplained: boolean): Draft {
  const { plan, errors } = look;
  const word = isExplained ? null : agentWord(look);
  const last = errors.findLast(({ level }) => /emerg|alert|crit/.test(level));
  return trouble({
    id: 'nginx-not-running',
    title: word === null ? 'nginx does not run' : `nginx was not started: ${word.found}`,
    status: 'fail',
    evidence: [
      seen('processes of nginx', 'none', '/proc/PID/stat', 'a master and its workers'),
      ...staleEvidence(look),
      ...(word === null
        ? []
        : [seen('the agent says', word.found, `http://127.0.0.1:${plan.appPort}/`, 'nothing')]),
      ...(last === undefined ? [] : [seen('its last word', redactedLine(last.text), 'error.log')]),
    ],
    causes: [
      ...(look.stalePid === null ? [] : ['It was killed: by hand, or by the kernel when memory ran out.']),
      ...(plan.isOurImage
        ? [
            'It ended five times within five minutes, and the agent gave it up.',
            'The agent refused to start it.',
          ]
        : ['Nobody started it, or it was ended.']),
    ],
    impact: `Nothing is served at port ${plan.appPort}.`,
    fix: isExplained ? advice('See the finding that brings this one about.') : startFix(look, word),
    documentation: 'nginx does not run',
  });
}

function staleEvidence({ stalePid, plan }: NginxLook) {
  if (stalePid === null) return [];
  const { path } = pidFile(plan);
  return [seen('master, as it was last', `process ${stalePid}, which is gone`, path, 'a process that runs')];
}

function startFix({ plan, agentPid }: NginxLook, word: AgentWord | null): Fix {
  // Nothing is won by starting what fails for a reason that is known.
  if (agentPid !== null && word?.fix != null)
    return advice(`${word.fix} Then "kill -HUP ${agentPid}"; after a changed setting start the pod again.`);
  if (agentPid !== null)
    return {
      text: 'Tell the agent to start nginx again.',
      command: `kill -HUP ${agentPid}`,
      safe: true,
      reversible: true,
    };
  if (plan.isOurImage)
    return advice('The agent, which starts nginx, does not answer either: restart the pod, and see its log.');
  return { text: 'Start nginx.', command: `${testLine(plan)} -q && nginx`, safe: true, reversible: true };
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
