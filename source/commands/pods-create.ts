/** `pod-engine pods create NAME`: rents a pod by flags: plans, asks, then tries GPU types and regions in their order. */
import type { Wish } from '../jobs/deploy/pods/wishes.ts';
import { type Rented, rentByHand, wishesFor } from '../jobs/deploy/rent-by-hand.ts';
import type { CreateRequest } from '../life/create-request.ts';
import { judgeCreate } from '../life/judge-create.ts';
import type { WholeCloud } from '../runpod/whole-cloud.ts';
import type { Command, CommandContext } from './command.ts';
import { confirm } from './confirm.ts';
import { createRequestOf } from './create-flags.ts';
import { createPlanText, isHopeless } from './create-plan-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import type { Flags } from './flags.ts';
import { judgeInAccount } from './judge-in-account.ts';
import { namedParts } from './named-parts.ts';
import { openServices } from './services.ts';
import { templateParts } from './template-parts.ts';

export const podsCreate: Command = {
  words: 'pods create',
  aliases: ['create-pod'],
  argumentsHelp: 'NAME',
  minArguments: 1,
  maxArguments: 1,
  summary: 'rent a pod: GPU types and regions in order of wish, a price limit, a time to live',
  flags: [
    ...(['gpu', 'gpuCount', 'cloud', 'region', 'cuda', 'bid', 'maxPrice', 'image', 'template'] as const),
    ...([
      'registry',
      'disk',
      'volume',
      'volumePath',
      'networkVolume',
      'ports',
      'env',
      'startCommand',
    ] as const),
    ...(['ttl', 'thenTerminate', 'plan', 'yes', 'json', 'config', 'readOnly'] as const),
  ],
  flagsMean: {
    gpu: 'a GPU type, by its id or its name; may be given often, in order of wish',
    gpuCount: 'cards of the pod; default 1',
    cloud: 'secure, community or any; default secure',
    bid: 'rent a spot pod, and bid so much per GPU and hour',
  },
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const { flags, signal } = context;
  const read = createRequestOf(context.arguments[0] ?? '', flags);
  if (!read.ok) return wrong(context, read.problems);
  const services = await openServices(context);
  if (!services.ok) return services.code;
  const cloud = flags.plan === true ? services.needCloud() : services.needCloudToChange();
  if (typeof cloud === 'number') return cloud;
  const named = await namedParts(cloud, read.request, signal);
  if (!named.ok) return sayFailure(context, named);
  const fromTemplate = await templateParts(cloud, named.value, { flags, signal });
  if (!fromTemplate.ok) return sayFailure(context, fromTemplate);
  const request = fromTemplate.value;
  const problems = [
    ...judgeCreate(request).map(({ text, fix }) => `${text} ${fix}`),
    ...pathProblems(request, flags),
  ];
  if (problems.length > 0) return wrong(context, problems);
  const account = await judgeInAccount(cloud, request, signal);
  if (account.problems.length > 0) return wrong(context, account.problems);
  const wished = await wishesFor(request, cloud, signal);
  if (!wished.ok) return sayFailure(context, wished);
  const errors = wished.value.problems.map(({ text, fix }) => `${text} ${fix ?? ''}`.trim());
  if (wished.value.wishes.length === 0) return wrong(context, errors);
  for (const text of [...errors, ...account.notes]) context.say(`${text}\n`);
  const plan = createPlanText(asTyped(request, flags), wished.value.wishes);
  if (flags.plan === true) return planned(context, { request, wishes: wished.value.wishes, plan });
  if (!(await confirm(context, `${plan}\nRent it?`))) return exitCodes.refused;
  return await rentAndTell(context, request, cloud);
}

function wrong({ say }: CommandContext, problems: readonly string[]): ExitCode {
  for (const problem of problems) say(`${problem}\n`);
  return exitCodes.usage;
}

/** A path of which nothing would come is most likely a volume that was forgotten. */
function pathProblems({ volumeGigabytes, networkVolumeId }: CreateRequest, flags: Flags): readonly string[] {
  if (flags.volumePath === undefined || volumeGigabytes > 0 || networkVolumeId !== null) return [];
  return ['--volume-path has no volume to mount there. Give --volume or --network-volume.'];
}

/** With the names that the operator knows in place of RunPod's ids. */
function asTyped(request: CreateRequest, flags: Flags): CreateRequest {
  return {
    ...request,
    templateId: flags.template ?? null,
    networkVolumeId: flags.networkVolume ?? request.networkVolumeId,
    registryCredentialId: flags.registry ?? request.registryCredentialId,
  };
}

async function rentAndTell(
  context: CommandContext,
  request: CreateRequest,
  cloud: WholeCloud,
): Promise<ExitCode> {
  const { signal, nowMs, say } = context;
  const said: string[] = [];
  const tell = (text: string): void => {
    said.push(text);
    say(`${text}\n`);
  };
  const rented = await rentByHand({ request, cloud, signal, nowMs, tell });
  return told(context, { request, rented, said });
}

type Planned = { readonly request: CreateRequest; readonly wishes: readonly Wish[]; readonly plan: string };

function planned({ flags, print, say }: CommandContext, { request, wishes, plan }: Planned): ExitCode {
  const { environment, ...rest } = request;
  const names = Object.keys(environment);
  const document = { ...rest, environmentNames: names, wishes };
  print(flags.json === true ? `${JSON.stringify(document, null, 2)}\n` : `${plan}\n`);
  if (!isHopeless(wishes)) return exitCodes.ok;
  say('Nothing of it would be asked for.\n');
  return exitCodes.failed;
}

type Told = { readonly request: CreateRequest; readonly rented: Rented; readonly said: readonly string[] };

function told(context: CommandContext, { request: { name }, rented, said }: Told): ExitCode {
  const { flags, print, say } = context;
  if (rented.ok) {
    const { podId, gpuTypeId, costPerHourDollars } = rented.pod;
    const price = costPerHourDollars === null ? '' : ` at $${costPerHourDollars.toFixed(2)}/h`;
    if (flags.json === true)
      print(`${JSON.stringify({ podId, name, gpuTypeId, costPerHourDollars }, null, 2)}\n`);
    else print(`${name} (${podId}) is rented: ${gpuTypeId ?? 'GPU'}${price}.\n`);
    if (flags.json !== true) say(`pod-engine pods wait ${podId} --for ssh waits until it answers.\n`);
    return exitCodes.ok;
  }
  const known = [...said, rented.text].map((text) => text.replace(/\.$/, ''));
  const news = rented.evidence.filter((line) => !known.some((text) => text.endsWith(reasonOf(line))));
  for (const line of news) say(`  ${line}\n`);
  say(`${rented.text}${rented.fix === null ? '' : ` ${rented.fix}`}\n`);
  return rented.isOpen ? exitCodes.inconclusive : exitCodes.failed;
}

/** Of "1 x NVIDIA A40 ($0.4 an hour, stock low): why not". */
function reasonOf(tried: string): string {
  const reason = tried.replace(/^.*?\)(?:: not asked for,|:) /, '');
  return reason.replace(/\.$/, '');
}
