/** `pod-engine diagnose NAME --bundle FILE`: one redacted archive for support, made of a diagnosis that was just done. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pod } from '../fleet/pod.ts';
import type { BundleParts } from '../jobs/bundle/contents.ts';
import type { Job } from '../jobs/model/job.ts';
import { stateFolder } from '../settings/state-folder.ts';
import type { PodDoors } from '../ssh/pod-door.ts';
import type { CommandContext } from './command.ts';
import { newest } from './job-document.ts';
import type { Services } from './services.ts';
import { version } from './version.ts';

export type BundleFrom = {
  readonly job: Job;
  readonly pod: Pod;
  readonly services: Extract<Services, { ok: true }>;
  readonly doors: PodDoors;
};

/** Says where it is, or why it is not. @returns Whether it is there. */
export async function bundleDiagnosis(
  context: CommandContext,
  path: string,
  from: BundleFrom,
): Promise<boolean> {
  const diagnosis = newest(from.job.runs[0]?.events ?? [], 'diagnosis')?.diagnosis;
  if (diagnosis === undefined) {
    context.say('No bundle: there is no diagnosis to put into it.\n');
    return false;
  }
  const { writeBundle } = await import('../jobs/bundle/write-bundle.ts');
  const { textOfJob } = await import('../jobs/model/job-text.ts');
  const { apiKey } = from.services.settings;
  const written = await writeBundle({
    ...{ path, isForced: context.flags.force === true, diagnosis, pod: from.pod },
    diagnosisText: textOfJob(from.job),
    versions: { 'pod-engine': version, node: process.version },
    journal: await journalOf(context, from.job.id),
    logs: await logsOf(context, from),
    secrets: apiKey === null ? [] : [apiKey.secret],
    atMs: context.nowMs(),
  });
  context.say(
    written.ok
      ? `Bundle: ${written.path} (${written.bytes} bytes, ${written.files.length} files, for you alone to read). Look through it before you send it.\n`
      : `${written.reason}\n`,
  );
  return written.ok;
}

async function journalOf({ environment, homeFolder }: CommandContext, jobId: string): Promise<string | null> {
  const { journalPath } = await import('../jobs/journal/folder.ts');
  const path = journalPath(join(stateFolder(environment, homeFolder), 'jobs'), jobId);
  return await readFile(path, 'utf8').catch(() => null);
}

async function logsOf(
  { signal }: CommandContext,
  { pod, services, doors }: BundleFrom,
): Promise<BundleParts['logs']> {
  const reach = services.reachOf(pod);
  if (reach.kind === 'none') return { reason: `SSH has no way into the pod: ${reach.reason}` };
  const opened = await doors.open(services.targetOf(pod), signal);
  if (!opened.ok) return { reason: opened.failure.message };
  const { readPodLogs } = await import('../jobs/bundle/pod-logs.ts');
  const read = await readPodLogs(opened.value);
  await opened.value.close();
  return read.ok ? read.value : { reason: read.failure.message };
}
