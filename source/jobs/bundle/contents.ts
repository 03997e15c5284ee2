/** What a bundle for support holds, each file redacted and within bounds, and a manifest that says what was left out. */
import { createHash } from 'node:crypto';
import type { Diagnosis } from '../../../pod-agent/protocol/finding.ts';
import { safeDeep, safeText } from '../../base/safe-text.ts';
import type { Secret } from '../../base/secret.ts';
import type { Pod } from '../../fleet/pod.ts';
import type { PodLogs } from './pod-logs.ts';
import { createRedaction, type Redaction } from './redaction.ts';
import type { TarFile } from './tar.ts';

export type BundleParts = {
  readonly diagnosis: Diagnosis;
  /** The diagnosis as the operator reads it. */
  readonly diagnosisText: string;
  readonly pod: Pod;
  /** By name, such as `{ 'pod-engine': '0.1.0', node: 'v20.20.0' }`. */
  readonly versions: Readonly<Record<string, string>>;
  /** JSON lines; null where there is none. */
  readonly journal: string | null;
  /** The ends of the pod's logs; a reason where they could not be read. */
  readonly logs: PodLogs | { readonly reason: string };
  /** Known by their value, the API key among them. */
  readonly secrets: readonly Secret[];
  readonly atMs: number;
};

const maxJournalLength = 4 * 1024 * 1024;
const maxLogLength = 512 * 1024;
const maxLineLength = 8000;

/** In a folder of its own, so that unpacking strews nothing about. */
const folder = 'pod-engine-bundle';

export function bundleFiles(parts: BundleParts): readonly TarFile[] {
  const redaction = createRedaction(parts.secrets);
  const texts: [string, string][] = [
    ['diagnosis.json', json(redaction.deep(safeDeep(parts.diagnosis, { maxLength: maxLineLength })))],
    ['diagnosis.txt', plain(parts.diagnosisText, redaction)],
    ['pod.json', json(redaction.deep(safeDeep(parts.pod)))],
    ['versions.json', json(redaction.deep(safeDeep(parts.versions)))],
    ...(parts.journal === null
      ? []
      : [['journal.jsonl', journalText(parts.journal, redaction)] as [string, string]]),
    ...logTexts(parts.logs, redaction),
  ];
  const files = texts.map(([name, text]) => ({ name: `${folder}/${name}`, bytes: Buffer.from(text) }));
  return [{ name: `${folder}/manifest.json`, bytes: manifestOf(files, parts, redaction) }, ...files];
}

function logTexts(logs: BundleParts['logs'], redaction: Redaction): [string, string][] {
  if ('reason' in logs) return [];
  return logs.logs.map(({ path, text }, at) => [
    `logs/${at + 1}-${fileName(path)}`,
    plain(`${path}\n\n${text.slice(-maxLogLength)}`, redaction),
  ]);
}

/** A pod's path names no file here: only its last part, of harmless characters. */
function fileName(path: string): string {
  return (path.split('/').at(-1) ?? '').replaceAll(/[^\w.-]/g, '_').slice(-60) || 'log';
}

/** Each line by itself, so that the oldest of a long journal can be left out. */
function journalText(journal: string, redaction: Redaction): string {
  const kept = journal.length > maxJournalLength ? journal.slice(-maxJournalLength) : journal;
  const lines = kept.split('\n').filter((line) => line !== '');
  return lines.map((line) => `${journalLine(line, redaction)}\n`).join('');
}

function journalLine(line: string, redaction: Redaction): string {
  try {
    return JSON.stringify(redaction.deep(safeDeep(JSON.parse(line), { maxLength: maxLineLength })));
  } catch {
    // A journal that was cut off ends in half a line.
    return redaction.text(safeText(line, { maxLength: maxLineLength }));
  }
}

/** Whole, because a key's block goes over many lines. */
function plain(text: string, redaction: Redaction): string {
  const lines = text.split('\n').map((line) => safeText(line, { maxLength: maxLineLength }));
  return redaction.text(`${lines.join('\n').trimEnd()}\n`);
}

function manifestOf(
  files: readonly TarFile[],
  { logs, journal, atMs }: BundleParts,
  redaction: Redaction,
): Buffer {
  const missing = [
    ...(journal === null ? [{ name: 'journal.jsonl', reason: 'the job keeps no journal' }] : []),
    ...('reason' in logs
      ? [{ name: 'logs', reason: redaction.text(safeText(logs.reason, { maxLength: 500 })) }]
      : []),
    ...('missing' in logs
      ? logs.missing.map(({ path, reason }) => ({
          name: redaction.text(safeText(path, { maxLength: 500 })),
          reason: redaction.text(safeText(reason, { maxLength: 500 })),
        }))
      : []),
  ];
  return Buffer.from(
    json({
      schema: 1,
      madeAt: new Date(atMs).toISOString(),
      files: files.map(({ name, bytes }) => ({
        name: name.slice(folder.length + 1),
        bytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      })),
      missing,
      redacted: redaction.counts(),
      never: neverIncluded,
    }),
  );
}

const neverIncluded: readonly string[] = [
  'the RunPod API key, SSH keys and passphrases',
  'values of environment variables that are named like secrets',
  'passwords, tokens, cookies, private keys and URL credentials in any text',
  'query strings of URLs and requests',
  'files of the pod other than the ends of the logs listed here',
];

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
