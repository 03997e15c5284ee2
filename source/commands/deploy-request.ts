/** The flags of `deploy` and `rollback` as one request, or what is wrong with them. */
import { nearestWord } from '../base/nearest.ts';
import {
  type DeployMode,
  type DeployRequest,
  type DeployTarget,
  type StepId,
  stepIds,
  usualRequest,
} from '../jobs/model/deploy.ts';
import type { Flags } from './flags.ts';

export type RequestRead =
  | { readonly ok: true; readonly request: DeployRequest }
  | { readonly ok: false; readonly reason: string };

/** Names of pods, as typed, are looked up by `podIdOf`; null where there is none of that name. */
export function readDeployRequest(
  flags: Flags,
  given: { readonly projectFile: string; readonly target: DeployTarget | null },
): RequestRead {
  const wrong = wrongTogether(flags);
  if (wrong !== null) return { ok: false, reason: wrong };
  const lists = [flags.only, flags.skip, flags.from].map(stepsIn);
  const unknown = lists.flat().find((step) => typeof step !== 'string');
  if (typeof unknown === 'object') return { ok: false, reason: unknown.reason };
  const [only = [], skip = [], from = []] = lists.map((list) =>
    list.filter((step) => typeof step === 'string'),
  );
  if (from.length > 1) return { ok: false, reason: '--from wants one step.' };
  const version = flags.setVersion?.replace(/^v/, '') ?? null;
  if (version !== null && !/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(version))
    return { ok: false, reason: `--set-version "${flags.setVersion}" is no version: write X.Y.Z, as 1.4.0.` };
  return {
    ok: true,
    request: {
      ...usualRequest,
      ...{ only, skip, version, from: from[0] ?? null, projectFile: given.projectFile, target: given.target },
      mode: modeOf(flags),
      gpuTypeIds: listOrNull(flags.gpu),
      dataCentreIds: listOrNull(flags.region),
      allowDirty: flags.allowDirty === true,
      // An abort with force ends whatever could not be undone.
      isForced: flags.again === true || (flags.abort === true && flags.force === true),
    },
  };
}

/** A flag that may be given often is an empty list where it was not given. */
function listOrNull(given: readonly string[] | undefined): readonly string[] | null {
  return given === undefined || given.length === 0 ? null : given;
}

function modeOf({ resume, abort }: Flags): DeployMode {
  if (resume === true) return 'resume';
  return abort === true ? 'abort' : 'deploy';
}

type UnknownStep = { readonly reason: string };

function stepsIn(text: string | undefined): readonly (StepId | UnknownStep)[] {
  if (text === undefined) return [];
  const words = text.split(',').map((word) => word.trim());
  return words.map((word) => stepIds.find((id) => id === word) ?? { reason: unknownStep(word) });
}

function unknownStep(word: string): string {
  const near = nearestWord(word, stepIds);
  const hint = near === null ? '' : ` Is "${near}" meant?`;
  return `"${word}" is no step.${hint} The steps are ${stepIds.join(', ')}.`;
}

function wrongTogether(flags: Flags): string | null {
  const { resume, abort, newPod, inPlace, blueGreen, only, from } = flags;
  if (resume === true && abort === true) return 'Either --resume or --abort.';
  if (flags.force === true && abort !== true)
    return '--force goes with --abort; --again does what has not changed.';
  if ([newPod === true, inPlace !== undefined, blueGreen !== undefined].filter(Boolean).length > 1)
    return 'Only one of --new-pod, --in-place and --blue-green.';
  if (only !== undefined && from !== undefined) return 'Either --only or --from.';
  const isGoingOn = resume === true || abort === true;
  const others = [
    newPod,
    inPlace,
    blueGreen,
    listOrNull(flags.gpu) ?? undefined,
    listOrNull(flags.region) ?? undefined,
    flags.setVersion,
    only,
    from,
    flags.skip,
  ];
  if (isGoingOn && others.some((each) => each !== undefined))
    return '--resume and --abort take up a deploy as it was asked for: no other choice goes with them.';
  return null;
}
