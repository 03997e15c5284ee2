/** Keys as the operator wants them: the table of bindings with other keys, or all that is wrong with the wish. Pure. */
import { nearestWord } from '../../base/nearest.ts';
import type { Binding, Context } from './binding.ts';
import { clashesOf } from './clashes.ts';
import { keyLabel } from './key-label.ts';
import { isPrintable, keyNameHint, readKeyName } from './key-name.ts';

/** Keys by the id of the binding, as they were written. */
export type KeyWishes = Readonly<Record<string, readonly string[]>>;

export type KeyProblem = {
  readonly id: string;
  /** What is wrong, a part of a sentence. */
  readonly reason: string;
  /** What to do, a whole sentence. */
  readonly hint: string;
};

export type Rebound =
  | { readonly ok: true; readonly bindings: readonly Binding[] }
  | { readonly ok: false; readonly problems: readonly KeyProblem[] };

export function rebind(bindings: readonly Binding[], wishes: KeyWishes): Rebound {
  const read = Object.entries(wishes).map(([id, keys]) => readWish(bindings, id, keys));
  const wrong = read.flatMap((each) => ('reason' in each ? [each] : []));
  if (wrong.length > 0) return { ok: false, problems: wrong };
  const wished = new Map(read.flatMap((each) => ('keys' in each ? [[each.id, each.keys] as const] : [])));
  const moved = withPrefixes(
    bindings.map((binding) => ({ ...binding, keys: wished.get(binding.id) ?? binding.keys })),
    { before: bindings, wished },
  );
  const problems = [...lonelyChords(moved, wished), ...clashProblems(moved, wished)];
  return problems.length > 0 ? { ok: false, problems } : { ok: true, bindings: moved };
}

type Wish = { readonly id: string; readonly keys: readonly string[] };
type Wished = ReadonlyMap<string, readonly string[]>;

function readWish(bindings: readonly Binding[], id: string, written: readonly string[]): Wish | KeyProblem {
  const binding = bindings.find((each) => each.id === id);
  if (binding === undefined) {
    const ids = bindings.map((each) => each.id);
    const nearest = nearestWord(id, ids);
    const meant = nearest === null ? '' : `Is "${nearest}" meant? `;
    return { id, reason: 'is the id of no key', hint: `${meant}docs/keys.md has them all.` };
  }
  const keys: string[] = [];
  for (const text of written) {
    const key = readKeyName(text);
    if (key === null) return { id, reason: `is "${text}", which is no key`, hint: keyNameHint };
    keys.push(key);
  }
  const reason = refusal(binding, keys);
  return reason === null ? { id, keys } : { id, ...reason };
}

/** The ways back and out: nobody should have to look up how to leave. */
const fixedKeys = ['escape', 'ctrl+c', 'ctrl+z'];

/** Where what is typed is text. */
const typedContexts: ReadonlySet<Context> = new Set([
  ...([
    'typed',
    'create-text',
    'create-form',
    'deploy-text',
    'deploy-form',
    'forward-form',
    'search',
  ] as const),
  ...(['release-filter', 'table-filter', 'log-filter', 'filter', 'help'] as const),
]);

function refusal(
  { id, keys: before, contexts, action }: Binding,
  keys: readonly string[],
): Pick<KeyProblem, 'reason' | 'hint'> | null {
  for (const key of fixedKeys) {
    const label = keyLabel(key, { plain: true });
    if (before.includes(key) && !keys.includes(key))
      return { reason: `would lose ${label}, the way back or out`, hint: `Add "${label}" to its keys.` };
    if (keys.includes(key) && !before.includes(key))
      return { reason: `wants ${label}, which is a way back or out`, hint: 'Choose another key.' };
  }
  if (new Set(keys).size < keys.length) return { reason: 'has one key twice', hint: 'Write each once.' };
  const isChord = before.some((key) => key.includes(' '));
  if (keys.some((key) => key.includes(' ') !== isChord))
    return isChord
      ? { reason: 'is a pair of keys', hint: `Write two with a space between, as "${before[0] ?? ''}".` }
      : { reason: 'is one key, not two after one another', hint: keyNameHint };
  if (action.kind === 'prefix' && keys.length > 1)
    return { reason: 'begins pairs of keys, and can have one only', hint: 'Write one key.' };
  const printable = keys.find((key) => isPrintable(key));
  if (printable !== undefined && contexts.some((context) => typedContexts.has(context)))
    return {
      reason: `wants "${printable}" where text is typed`,
      hint: `Choose a key that types nothing, for ${id}.`,
    };
  return null;
}

/** Where the first key of pairs is another, the pairs that were not wished for themselves go with it. */
function withPrefixes(
  bindings: readonly Binding[],
  { before, wished }: { readonly before: readonly Binding[]; readonly wished: Wished },
): readonly Binding[] {
  const prefixes = before.filter(({ action, id }) => action.kind === 'prefix' && wished.has(id));
  return bindings.map((binding): Binding => {
    const own = wished.get(binding.id)?.[0];
    if (binding.action.kind === 'prefix' && own !== undefined)
      return { ...binding, action: { kind: 'prefix', key: own } };
    if (wished.has(binding.id)) return binding;
    const prefix = prefixes.find(
      ({ keys, contexts }) =>
        contexts.some((context) => binding.contexts.includes(context)) &&
        binding.keys.some((key) => key.startsWith(`${keys[0] ?? ''} `)),
    );
    const first = prefix === undefined ? undefined : wished.get(prefix.id)?.[0];
    if (first === undefined) return binding;
    return { ...binding, keys: binding.keys.map((key) => `${first} ${key.split(' ')[1] ?? ''}`) };
  });
}

/** A pair whose first key begins nothing where it is heard. */
function lonelyChords(bindings: readonly Binding[], wished: Wished): readonly KeyProblem[] {
  return bindings.flatMap(({ id, keys, contexts }) => {
    const first = wished.has(id) ? keys.find((key) => key.includes(' '))?.split(' ')[0] : undefined;
    const begins = bindings.find(
      (each) => each.action.kind === 'prefix' && each.contexts.some((context) => contexts.includes(context)),
    );
    if (first === undefined || begins === undefined || begins.keys.includes(first)) return [];
    return [{ id, reason: `begins with "${first}"`, hint: `Begin it with "${begins.keys[0] ?? ''}".` }];
  });
}

function clashProblems(bindings: readonly Binding[], wished: Wished): readonly KeyProblem[] {
  const told = new Set<string>();
  return clashesOf(bindings).flatMap(({ owner, other, key, context }) => {
    const [mine, its] = wished.has(other.id) ? [other, owner] : [owner, other];
    const pair = `${mine.id} ${its.id} ${key}`;
    if (told.has(pair)) return [];
    told.add(pair);
    const label = keyLabel(key, { plain: true });
    const reason = `wants ${label}, which is ${its.id} (${its.label.split(/[;:]/)[0] ?? ''}) in ${context}`;
    return [{ id: mine.id, reason, hint: `Choose another key, or give ${its.id} another.` }];
  });
}
