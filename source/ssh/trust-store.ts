/**
 * The host keys that pods have shown, in one JSON file for the operator's eyes only. Kept by pod and not by address,
 * because RunPod gives the address of a pod that is gone to the next one.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { writeWhole } from '../base/write-whole.ts';

const pinSchema = z.object({
  generation: z.string().nullable(),
  type: z.string(),
  fingerprint: z.string(),
  blob: z.string(),
  source: z.enum(['first-contact', 'new-generation', 'known-hosts']),
  /** Where it was last seen, e.g. "38.80.152.249:21417". */
  endpoint: z.string(),
  firstSeenMs: z.number(),
  lastSeenMs: z.number(),
});
const fileSchema = z.object({ version: z.literal(1), pods: z.record(z.string(), pinSchema) });

export type Pin = Readonly<z.infer<typeof pinSchema>>;

export type TrustStore = {
  readonly path: string;
  /** Reads the file anew. Throws an Error that names the file when it is there and cannot be understood. */
  load(): Promise<void>;
  find(identity: string): Pin | null;
  /** Identities of other pods that show the same key. */
  othersWith(identity: string, fingerprint: string): readonly string[];
  /** Resolves when it is on disk. Throws an Error that names the file when it cannot be written. */
  pin(identity: string, pin: Pin): Promise<void>;
};

/** `$XDG_STATE_HOME/pod-engine/known-pods.json`, with ~/.local/state where that is not set. */
export function usualTrustPath(): string {
  const state = process.env.XDG_STATE_HOME;
  const folder = state === undefined || state === '' ? join(homedir(), '.local', 'state') : state;
  return join(folder, 'pod-engine', 'known-pods.json');
}

/** Beyond this, the pods not seen for longest are forgotten. */
const maxPins = 5000;

export function createTrustStore(path: string = usualTrustPath()): TrustStore {
  let pins: ReadonlyMap<string, Pin> = new Map();
  const unsaved = new Map<string, Pin>();
  let saving: Promise<void> | null = null;

  async function load(): Promise<void> {
    pins = new Map([...(await readPins(path)), ...unsaved]);
  }

  // What another console has written meanwhile is read again before each write.
  async function save(): Promise<void> {
    while (unsaved.size > 0) {
      const batch = [...unsaved];
      const merged = newest(new Map([...(await readPins(path)), ...batch]));
      await writePins(path, merged);
      for (const [identity, pin] of batch) if (unsaved.get(identity) === pin) unsaved.delete(identity);
      pins = new Map([...merged, ...unsaved]);
    }
  }

  return {
    path,
    load,
    find: (identity) => pins.get(identity) ?? null,
    othersWith: (identity, fingerprint) =>
      [...pins].flatMap(([other, pin]) =>
        other !== identity && pin.fingerprint === fingerprint ? [other] : [],
      ),
    pin(identity, pin) {
      pins = new Map([...pins, [identity, pin]]);
      unsaved.set(identity, pin);
      saving ??= save().finally(() => {
        saving = null;
      });
      return saving;
    },
  };
}

async function readPins(path: string): Promise<ReadonlyMap<string, Pin>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Map();
    throw new Error(`Cannot read the trusted host keys in ${path}: ${reasonOf(error)}`);
  }
  try {
    return new Map(Object.entries(fileSchema.parse(JSON.parse(text)).pods));
  } catch (error) {
    throw new Error(
      `Cannot understand the trusted host keys in ${path} (${reasonOf(error).slice(0, 200)}); repair or remove the file.`,
    );
  }
}

function newest(pins: ReadonlyMap<string, Pin>): ReadonlyMap<string, Pin> {
  if (pins.size <= maxPins) return pins;
  return new Map([...pins].sort(([, one], [, other]) => other.lastSeenMs - one.lastSeenMs).slice(0, maxPins));
}

async function writePins(path: string, pins: ReadonlyMap<string, Pin>): Promise<void> {
  try {
    // A folder that was there keeps its mode: the operator may have named a file in one that others share.
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const text = JSON.stringify({ version: 1, pods: Object.fromEntries(pins) }, null, 2);
    await writeWhole(path, `${text}\n`);
  } catch (error) {
    throw new Error(`Cannot write the trusted host keys to ${path}: ${reasonOf(error)}`);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
