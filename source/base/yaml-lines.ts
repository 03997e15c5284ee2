/** Reads a YAML file that people write by hand: its plain value, and the line that each part of it stands on. */
import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';

export type YamlText = {
  /** What `JSON.parse` would give; "unreadable" where aliases would make a small file endless. */
  readonly plain: unknown;
  /** The line of a value, by its path, counted from 1. */
  lineOf(path: readonly PropertyKey[]): number | null;
  /** The line of a key within the map at that path. */
  lineOfKey(path: readonly PropertyKey[], key: string): number | null;
  /** A single value exactly as it was typed, without its quotes: 1.10 stays "1.10". null where it is no single value. */
  typedAt(path: readonly PropertyKey[]): string | null;
};

export type YamlResult =
  | { readonly ok: true; readonly value: YamlText }
  /** At most ten. `message` is a part of a sentence, without its full stop, and may quote the file. */
  | { readonly ok: false; readonly faults: readonly { readonly line: number; readonly message: string }[] };

/** YAML 1.2, one document. A key that stands twice is a fault. */
export function readYaml(text: string): YamlResult {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    const told = faults.slice(0, 10).map(({ message, pos }) => ({
      line: lines.linePos(pos[0]).line,
      message: message.replace(/\.$/, ''),
    }));
    return { ok: false, faults: told };
  }
  return { ok: true, value: { plain: plainOf(document), lineOf, lineOfKey, typedAt } };

  function lineOf(path: readonly PropertyKey[]): number | null {
    const node = document.getIn(path, true);
    return isNode(node) && node.range ? lines.linePos(node.range[0]).line : null;
  }

  function lineOfKey(path: readonly PropertyKey[], key: string): number | null {
    const parent = path.length === 0 ? document.contents : document.getIn(path, true);
    if (!isMap(parent)) return null;
    const found = parent.items.find((pair) => isScalar(pair.key) && pair.key.value === key)?.key;
    return isScalar(found) && found.range ? lines.linePos(found.range[0]).line : null;
  }

  function typedAt(path: readonly PropertyKey[]): string | null {
    const node = document.getIn(path, true);
    return isScalar(node) && typeof node.source === 'string' ? node.source : null;
  }
}

/** Too many aliases, which can make a small file endless, are an error of the library; the file then counts as no map. */
function plainOf(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS({ maxAliasCount: 50 });
  } catch {
    return 'unreadable';
  }
}
