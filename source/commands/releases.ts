/** `pod-engine releases`: what was deployed from here, when, by whom, and how it ended. */
import { verdictLook } from '../jobs/model/looks.ts';
import type { Release } from '../jobs/model/release.ts';
import type { Command, CommandContext } from './command.ts';
import { durationText } from './duration-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { findProject } from './find-project.ts';
import { openReleasesFor } from './open-deploy.ts';
import { printTable, type TableRow } from './table.ts';

export const releases: Command = {
  words: 'releases',
  aliases: [],
  argumentsHelp: '',
  minArguments: 0,
  maxArguments: 0,
  summary: 'list the releases of this project, newest first',
  flags: ['all', 'file', 'json', 'jsonl'],
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const listed = await listMeant(context);
  if (typeof listed === 'number') return listed;
  const { releases: found, running } = listed;
  if (context.flags.json === true) context.print(`${JSON.stringify({ releases: found }, null, 2)}\n`);
  else if (context.flags.jsonl === true)
    for (const release of found) context.print(`${JSON.stringify(release)}\n`);
  else if (found.length === 0) context.say('Nothing was deployed from here yet. pod-engine deploy does.\n');
  else {
    const rows = found.map((release) => rowOf(release, { running, nowMs: context.nowMs() }));
    await printTable(context, rows, ['who', 'commit', 'digest', 'project', 'cost', 'pod']);
  }
  return exitCodes.ok;
}

type Listed = { readonly releases: readonly Release[]; readonly running: ReadonlySet<string> };

async function listMeant(context: CommandContext): Promise<Listed | ExitCode> {
  const kept = await openReleasesFor(context);
  const found =
    context.flags.all === true
      ? null
      : findProject(context.flags.file ?? context.environment.POD_ENGINE_PROJECT, process.cwd());
  if (found?.ok === false) {
    context.say(`${found.reason} --all lists those of all projects.\n`);
    return exitCodes.notFound;
  }
  const list = found === null ? await kept.all() : await kept.list(found.file);
  const files = [...new Set(list.map(({ projectFile }) => projectFile))];
  const running = await Promise.all(files.map((file) => kept.running(file)));
  return { releases: list, running: new Set(running.flatMap((each) => each?.deployId ?? [])) };
}

function rowOf(
  release: Release,
  { running, nowMs }: { readonly running: ReadonlySet<string>; readonly nowMs: number },
): TableRow {
  const { id, version, how, of, podIds, commit, isDirty, who, costPerHourDollars, image } = release;
  return {
    release: `${id}${running.has(release.deployId) ? ' *' : ''}`,
    project: release.projectName,
    version: how === 'rollback' ? `${version} (back to ${of ?? 'an earlier one'})` : version,
    result: resultOf(release),
    pod: podIds.join(' ') || '—',
    age: durationText(nowMs - release.startedAtMs),
    cost: costPerHourDollars === null ? '—' : `$${costPerHourDollars.toFixed(2)}/h`,
    commit: commit === null ? '—' : `${commit.slice(0, 8)}${isDirty ? '+' : ''}`,
    digest: image?.digest.slice(0, 19) ?? '—',
    who,
  };
}

function resultOf({ verdict }: Release): string {
  return verdict === null ? 'not over' : verdictLook(verdict, 0).word;
}
