/** What a command works with: settings, the cloud, telemetry links. Each is made when it is first asked for. */
import type { Pod } from '../fleet/pod.ts';
import { type ProxyUrlOf, readProxyUrls } from '../jobs/outside/proxy-url.ts';
import type { Cloud, CloudFailure } from '../runpod/cloud.ts';
import type { DeployCloud } from '../runpod/deploy-cloud.ts';
import type { Settings } from '../settings/settings.ts';
import type { LinkTarget } from '../ssh/telemetry.ts';
import type { CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { podOfHost } from './host-pods.ts';
import { lateCloud } from './late-cloud.ts';
import { type OpenedLinks, openLinks } from './open-links.ts';
import { version } from './version.ts';

export type Services =
  | { readonly ok: false; readonly code: ExitCode }
  | {
      readonly ok: true;
      readonly settings: Settings;
      /** null where there is no API key: then only hosts given by hand are watched. */
      readonly cloud: (Cloud & DeployCloud) | null;
      readonly hosts: readonly Pod[];
      listPods(signal: AbortSignal): Promise<PodList>;
      /** The cloud, or an exit code after saying that a key is missing. */
      needCloud(): Cloud | ExitCode;
      /** The same for what changes a pod: refused where the settings say read-only. */
      needCloudToChange(): Cloud | ExitCode;
      openLinks(): Promise<OpenedLinks>;
      /** Where a port of a pod is served to the world. */
      readonly proxyUrlOf: ProxyUrlOf;
      /** For a pod that has a public SSH endpoint. */
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
  const needCloud = (): Cloud | ExitCode => {
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
    targetOf: (pod) => targetOf(pod, settings.intervalMs),
  };
}

async function readSettings(context: CommandContext): Promise<Settings | null> {
  const { loadSettings } = await import('../settings/settings.ts');
  const { readSettingsFile, runKeyCommand } = await import('../settings/doors.ts');
  const { describeProblem } = await import('../settings/problem.ts');
  const { themeNames } = await import('../ui/draw/themes/index.ts');
  const { environment, homeFolder } = context;
  const { ssh, identity, intervalMs, ascii, theme, config, readOnly } = context.flags;
  const flags = { ssh, identity, intervalMs, ascii, theme, config, readOnly };
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

function openCloud(settings: Settings, onNote: (text: string) => void): ReturnType<typeof lateCloud> | null {
  const { apiKey, apiUrl: url } = settings;
  if (apiKey === null) return null;
  return lateCloud(async () => {
    const { createGraphqlCloud } = await import('../runpod/graphql/cloud.ts');
    return createGraphqlCloud({
      url,
      apiKey: apiKey.secret,
      version,
      onNote: ({ message }) => onNote(message),
    });
  });
}

function targetOf(pod: Pod, intervalMs: number): LinkTarget {
  if (pod.ssh === null) throw new Error(`${pod.name} has no SSH endpoint, and was asked for one`);
  const target = { podId: pod.id, podName: pod.name, generation: pod.generation, endpoint: pod.ssh };
  return { ...target, intervalMs };
}
