/** `pod-engine ssh-config [NAME…]`: pods for the user's own ssh, scp, rsync and editors. */
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type ConfigHost, hostName, knownHostsText, sshConfigText } from '../access/ssh-config.ts';
import { messageOf } from '../base/message-of.ts';
import { writeWhole } from '../base/write-whole.ts';
import type { Pod } from '../fleet/pod.ts';
import { stateFolder } from '../settings/state-folder.ts';
import type { Command, CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { findAnywhere } from './find-pod.ts';
import { podOfHost } from './host-pods.ts';
import { unreachableReason } from './reachable-pod.ts';
import { openServices, type Services } from './services.ts';

export const sshConfig: Command = {
  words: 'ssh-config',
  aliases: [],
  argumentsHelp: '[NAME...]',
  minArguments: 0,
  maxArguments: 100,
  summary:
    'a block for ~/.ssh/config, with the host keys that the pods are known by; without a name all that run',
  flags: ['write', 'ssh', 'identity', 'config'],
  run,
};

type Ready = Extract<Services, { ok: true }>;

async function run(context: CommandContext): Promise<ExitCode> {
  const services = await openServices(context);
  if (!services.ok) return services.code;
  const pods = await podsMeant(context, services);
  if (typeof pods === 'number') return pods;
  if (pods.length === 0) {
    context.say('No pod can be reached over SSH now.\n');
    return exitCodes.unreachable;
  }
  try {
    return await writeAll(context, await hostsOf(context, services, pods));
  } catch (error) {
    context.say(`${messageOf(error)}\n`);
    return exitCodes.failed;
  }
}

async function podsMeant(context: CommandContext, services: Ready): Promise<readonly Pod[] | ExitCode> {
  if (context.arguments.length === 0) {
    const { pods, failure } = await services.listPods(context.signal);
    if (failure !== null && pods.length === 0) return sayFailure(context, failure);
    return pods.filter((pod) => unreachableReason(services, pod) === null);
  }
  const pods = new Map<string, Pod>();
  for (const name of context.arguments) {
    const pod = await findAnywhere(context, services, name);
    if (typeof pod === 'number') return pod;
    const reason = unreachableReason(services, pod);
    if (reason !== null) {
      context.say(`${reason}\n`);
      return exitCodes.unreachable;
    }
    pods.set(pod.id, pod);
  }
  return [...pods.values()];
}

async function hostsOf(
  { environment }: CommandContext,
  { settings }: Ready,
  pods: readonly Pod[],
): Promise<readonly ConfigHost[]> {
  const [{ createTrustStore }, { trustIdentity }] = await Promise.all([
    import('../ssh/trust-store.ts'),
    import('../ssh/trust.ts'),
  ]);
  const store = createTrustStore(environment.POD_ENGINE_TRUST_FILE);
  await store.load();
  const own = new Map(settings.hosts.map((host) => [podOfHost(host).id, host.identity]));
  return pods.map((pod) => {
    const { id: podId, generation, ssh: endpoint } = pod;
    const pin = endpoint === null ? null : store.find(trustIdentity({ podId, generation, endpoint }));
    // Made anew, it shows another key.
    const isOfNow = pin !== null && pin.generation === generation;
    return { pod, pin: isOfNow ? pin : null, identityFile: own.get(podId) ?? settings.identity };
  });
}

async function writeAll(context: CommandContext, hosts: readonly ConfigHost[]): Promise<ExitCode> {
  const { environment, homeFolder, flags } = context;
  const path = flags.write === undefined ? null : resolve(flags.write);
  const knownHostsPath =
    path === null ? join(stateFolder(environment, homeFolder), 'ssh-known-hosts') : `${path}.known-hosts`;
  const before = await readFile(knownHostsPath, 'utf8').catch(() => '');
  await writeFor(knownHostsPath, knownHostsText(hosts, before));
  const text = sshConfigText({ hosts, knownHostsPath });
  if (path === null) {
    context.print(text);
    return exitCodes.ok;
  }
  await writeFor(path, text);
  const [first] = hosts.flatMap(({ pod }) => hostName(pod) ?? []);
  context.say(`Wrote ${path}. Put this line at the top of ~/.ssh/config, then: ssh ${first ?? 'NAME'}\n`);
  context.print(`Include "${path}"\n`);
  return exitCodes.ok;
}

async function writeFor(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeWhole(path, text);
}
