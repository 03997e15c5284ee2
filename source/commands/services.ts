/** What a command works with: settings, the cloud, telemetry links. Each is made when it is first asked for. */
import type { Pod } from '../fleet/pod.ts';
import { type Reach, reachOf } from '../fleet/reach.ts';
import { type ProxyUrlOf, readProxyUrls } from '../jobs/outside/proxy-url.ts';
import type { CloudFailure } from '../runpod/cloud.ts';
import type { WholeCloud } from '../runpod/whole-cloud.ts';
import type { Settings } from '../settings/settings.ts';
import type { LinkTarget } from '../ssh/telemetry.ts';
import type { CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { podOfHost } from './host-pods.ts';
import { openCloud } from './open-cloud.ts';
import { type OpenedLinks, openLinks } from './open-links.ts';

export type Services =
  | { readonly ok: false; readonly code: ExitCode }
  | {
      readonly ok: true;
      readonly settings: Settings;
      /** null where there is no API key: then only hosts given by hand are watched. */
      readonly cloud: WholeCloud | null;
      readonly hosts: readonly Pod[];
      listPods(signal: AbortSignal): Promise<PodList>;
      /** The cloud, or an exit code after saying that a key is missing. */
      needCloud(): WholeCloud | ExitCode;
      /** The same for what changes a pod: refused where the settings say read-only. */
      needCloudToChange(): WholeCloud | ExitCode;
      openLinks(): Promise<OpenedLinks>;
      /** Where a port of a pod is served to the world. */
      readonly proxyUrlOf: ProxyUrlOf;
      /** How SSH gets to a pod, or why it does not. */
      reachOf(pod: Pod): Reach;
      /** For a pod that can be reached. */
      targetOf(pod: Pod): LinkTarget;
    };

/** The API's pods and the hosts given by hand. Without an answer of the API the hosts are there all the same. */
export type PodList = { readonly pods: readonly Pod[]; readonly failure: CloudFailure | null };

const keyAdvice = `Set RUNPOD_API_KEY, or put apiKey or apiKeyCommand into ~/.config/pod-engine/config.yaml.
Without an account: pod-engine demo shows a live local fleet, and --ssh [user@]host[:port] watches any host.
`;

/** Says what is wrong with the settings, if something is. */
export async function openServices(
  context: CommandContext,
  wants: { readonly isKeyOptional?: true } = {},
): Promise<Services> {
  const settings = await readSettings(context);
  if (settings === null) return { ok: false, code: exitCodes.usage };
  for (const notice of settings.notices) context.say(`${notice}\n`);
  const proxyUrls = readProxyUrls(context.environment);
  if (!proxyUrls.ok) {
    context.say(`${proxyUrls.reason}\n`);
    return { ok: false, code: exitCodes.usage };
  }
  const hosts = settings.hosts.map(podOfHost);
  const cloud = openCloud(settings, (text) => context.say(`${text}\n`));
  if (cloud === null && hosts.length === 0 && wants.isKeyOptional !== true) {
    context.say(`No RunPod API key was found. ${keyAdvice}`);
    return { ok: false, code: exitCodes.authentication };
  }
  const needCloud = (): WholeCloud | ExitCode => {
    if (cloud !== null) return cloud;
    context.say(`This needs the RunPod API, and no API key was found. ${keyAdvice}`);
    return exitCodes.authentication;
  };
  return {
    ok: true,
    settings,
    cloud,
    hosts,
    async listPods(signal) {
      if (cloud === null) return { pods: hosts, failure: null };
      const listed = await cloud.listPods(signal);
      return listed.ok
        ? { pods: [...listed.value, ...hosts], failure: null }
        : { pods: hosts, failure: listed };
    },
    needCloud,
    needCloudToChange() {
      if (!settings.readOnly) return needCloud();
      context.say(
        'Refused: the settings say read-only (--read-only, POD_ENGINE_READ_ONLY or readOnly in the file).\n',
      );
      return exitCodes.refused;
    },
    openLinks: () => openLinks(settings, context.environment.POD_ENGINE_TRUST_FILE ?? null),
    proxyUrlOf: proxyUrls.urlOf,
    reachOf: (pod) => reachOf(pod, settings.proxy),
    targetOf: (pod) => targetOf(pod, reachOf(pod, settings.proxy), settings.intervalMs),
  };
}

async function readSettings(context: CommandContext): Promise<Settings | null> {
  const { loadSettings } = await import('../settings/settings.ts');
  const { readSettingsFile, runKeyCommand } = await import('../settings/doors.ts');
  const { describeProblem } = await import('../settings/problem.ts');
  const { themeNames } = await import('../ui/draw/themes/index.ts');
  const { environment, homeFolder } = context;
  const { api, ssh, identity, intervalMs, ascii, theme, config, readOnly, shellFilter } = context.flags;
  const flags = { api, ssh, identity, intervalMs, ascii, theme, config, readOnly, shellFilter };
  const result = await loadSettings({
    environment,
    homeFolder,
    flags,
    readFile: readSettingsFile,
    run: runKeyCommand,
    themeNames,
  });
  if (result.ok) return result.value;
  for (const problem of result.problems) context.say(`${describeProblem(problem)}\n`);
  return null;
}

function targetOf(pod: Pod, reach: Reach, intervalMs: number): LinkTarget {
  if (reach.kind === 'none')
    throw new Error(`${pod.name} cannot be reached, and was asked for: ${reach.reason}`);
  const { kind: way, endpoint } = reach;
  return { podId: pod.id, podName: pod.name, generation: pod.generation, endpoint, way, intervalMs };
}
