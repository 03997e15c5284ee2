/**
 * The measured history of pods on disk, so that advice outlives the console: `$XDG_STATE_HOME/pod-engine/history/POD.jsonl`,
 * a line a minute, kept for 90 days after the last. What is cut off or garbled is left out: it is only figures.
 */
import { appendFile, chmod, mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { maxObservations, type Observation } from '../advice/observation.ts';
import { forgetOldFiles } from '../base/forget-old-files.ts';
import { parsedJson } from '../base/parsed-json.ts';
import { writeWhole } from '../base/write-whole.ts';

const figure = z.number().finite().nullable();
const observationSchema = z.object({
  atMs: z.number().int().nonnegative(),
  sampleCount: z.number().int().positive(),
  cpuPercent: figure,
  limitCores: figure,
  busiestProcessCores: figure,
  memoryPercent: figure,
  cardCount: figure,
  gpuPercent: figure,
  busyCardCount: figure,
  responseMs: figure,
  socketCount: figure,
});

export type HistoryFiles = {
  /** Oldest first, at most `maxObservations`; empty where nothing is kept. Never rejects. */
  read(podId: string): Promise<readonly Observation[]>;
  /** @throws An Error that names the file when it cannot be written. */
  append(podId: string, observation: Observation): Promise<void>;
};

/** About 200 bytes a line: beyond twice what is read, the file is written anew. */
const rewriteFromBytes = maxObservations * 2 * 200;

export function createHistoryFiles(folder: string): HistoryFiles {
  const pathOf = (podId: string) => join(folder, `${fileName(podId)}.jsonl`);
  let forgetting: Promise<void> | null = null;
  return {
    read: async (podId) => readLines(pathOf(podId)),
    async append(podId, observation) {
      const path = pathOf(podId);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await chmod(folder, 0o700);
        await appendFile(path, `${JSON.stringify(observation)}\n`, { mode: 0o600 });
        const { size } = await stat(path);
        if (size > rewriteFromBytes) await rewrite(path);
        // Once, and after the pod's own file was written: an old one that is used again stays.
        forgetting ??= forgetOldFiles(folder, { ending: '.jsonl' });
        await forgetting;
      } catch (error) {
        throw new Error(
          `Cannot keep the history of a pod in ${path}: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    },
  };
}

/** Ids are the API's, or made of an address: what is no plain name is spelt in hexadecimal. */
function fileName(podId: string): string {
  return /^[A-Za-z0-9][A-Za-z0-9_-]{0,80}$/.test(podId)
    ? podId
    : `x${Buffer.from(podId).toString('hex').slice(0, 200)}`;
}

async function readLines(path: string): Promise<readonly Observation[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const observations = text.split('\n').flatMap((line) => {
    const parsed = observationSchema.safeParse(parsedJson(line));
    return parsed.success ? [parsed.data] : [];
  });
  return observations.slice(-maxObservations);
}

async function rewrite(path: string): Promise<void> {
  const kept = await readLines(path);
  await writeWhole(path, kept.map((each) => `${JSON.stringify(each)}\n`).join(''));
}
