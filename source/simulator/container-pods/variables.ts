/** The variables of a pod's container: RunPod's, as its documentation lists them, and those that it was rented with. */
import type { PodPlan } from '../cast/index.ts';
import { podApiKeyOf } from '../machine/facts.ts';
import { type AccountView, bootVariables } from '../pod/account-view.ts';
import { type PodSettings, portsIn } from '../pod/settings.ts';

export function variablesOf(options: {
  readonly plan: PodPlan;
  readonly host: string;
  readonly account: AccountView;
  readonly settings: PodSettings;
  /** Published, by the port inside. */
  readonly ports: ReadonlyMap<number, number>;
}): Record<string, string> {
  const { plan, host, account, settings, ports } = options;
  const { hardware } = plan;
  return {
    ...bootVariables(settings, account),
    RUNPOD_POD_ID: plan.id,
    RUNPOD_DC_ID: hardware.dataCenterId,
    // This machine lends its pods no cards.
    RUNPOD_GPU_COUNT: '0',
    RUNPOD_CPU_COUNT: String(hardware.vcpuCount),
    RUNPOD_MEM_GB: String(hardware.memoryGigabytes),
    RUNPOD_PUBLIC_IP: host,
    ...tcpVariables(settings, ports),
    RUNPOD_API_KEY: podApiKeyOf(plan),
  };
}

function tcpVariables(settings: PodSettings, ports: ReadonlyMap<number, number>): Record<string, string> {
  const tcp = portsIn(settings).filter(({ type }) => type === 'tcp');
  return Object.fromEntries(
    tcp.map(({ number }) => [`RUNPOD_TCP_PORT_${number}`, String(ports.get(number) ?? '')]),
  );
}

/** The engine reads these itself, so they cannot come through its environment; nobody keeps a secret in them. */
const ofTheEngine =
  /^(PATH|HOME|TMPDIR|USER|SHELL|LD_|XDG_|DOCKER_|CONTAINER|REGISTRY_|STORAGE_|.*_PROXY$|.*_proxy$)/;

/** Values go through the engine's environment: on its command line every user of the machine could read them. */
export function environmentWords(variables: Readonly<Record<string, string>>): {
  readonly words: readonly string[];
  readonly values: Readonly<Record<string, string>>;
} {
  const all = Object.entries(variables);
  return {
    words: all.flatMap(([name, value]) => ['--env', ofTheEngine.test(name) ? `${name}=${value}` : name]),
    values: Object.fromEntries(all.filter(([name]) => !ofTheEngine.test(name))),
  };
}
