/** Commands by their words: `:gpus` opens a page, `:pod h100-3` goes to a pod, and whatever a key does here has its words too. */
import type { Action } from '../state/action.ts';
import type { Situation } from '../state/situation.ts';
import { tables } from '../tables/index.ts';
import type { Binding } from './binding.ts';

export type PaletteCommand = {
  /** As it is typed after the colon. */
  readonly words: string;
  readonly label: string;
  readonly action: Action;
  /** The key that does the same here; null: none does. */
  readonly key: string | null;
};

/** `heard`: the bindings that work where the palette was opened. The best first. Words that begin as was typed, words that hold it, then letters in their order. */
export function foundInPalette(
  typed: string,
  heard: readonly Binding[],
  situation: Situation,
): readonly PaletteCommand[] {
  const sought = typed.trim().toLowerCase();
  const podName = /^pod\s+(.+)$/.exec(sought)?.[1] ?? null;
  if (podName !== null) return podCommands(podName, situation);
  const all = commandsOf(heard);
  if (sought === '') return all;
  return all
    .map((command) => ({ command, score: scoreOf(command, sought) }))
    .filter(({ score }) => score !== null)
    .sort((left, right) => (left.score ?? 0) - (right.score ?? 0))
    .map(({ command }) => command);
}

const pages: readonly PaletteCommand[] = [
  page('pods', 'every pod, live'),
  page('health', 'the stream of health reports'),
  page('jobs', 'jobs, those of earlier consoles too'),
  page('deploys', 'releases, and what is unfinished'),
];

function page(name: 'pods' | 'health' | 'jobs' | 'deploys', label: string): PaletteCommand {
  return { words: name, label, action: { kind: 'page', page: name }, key: null };
}

function commandsOf(heard: readonly Binding[]): readonly PaletteCommand[] {
  const opening = tables.map(
    ({ id, title, about }): PaletteCommand => ({
      words: id,
      label: about ?? title,
      action: { kind: 'table', table: id },
      key: null,
    }),
  );
  const keyed = heard
    .filter(({ id }) => id !== 'palette.open')
    .map(
      ({ id, label, action, keys }): PaletteCommand => ({
        words: id.replace(/[.-]/g, ' '),
        label,
        action,
        key: keys[0] ?? null,
      }),
    );
  return [
    ...pages,
    ...opening,
    { words: 'quit', label: 'leave', action: { kind: 'quit' }, key: null },
    ...keyed,
  ];
}

function podCommands(name: string, { fleet }: Situation): readonly PaletteCommand[] {
  return [...fleet.pods.values()]
    .filter(({ pod }) => pod.name.toLowerCase().includes(name) || pod.id.toLowerCase().startsWith(name))
    .slice(0, mostPods)
    .map(({ pod }) => ({
      words: `pod ${pod.name}`,
      label: pod.id,
      action: { kind: 'go-to-pod', podId: pod.id },
      key: null,
    }));
}

const mostPods = 50;

/** null: it does not fit. */
function scoreOf({ words, label }: PaletteCommand, sought: string): number | null {
  if (words === sought) return 0;
  if (words.startsWith(sought)) return 1;
  if (words.includes(sought)) return 2;
  if (label.toLowerCase().includes(sought)) return 3;
  return isSubsequence(sought.replace(/\s/g, ''), words) ? 4 : null;
}

function isSubsequence(sought: string, text: string): boolean {
  let at = 0;
  for (const letter of text) if (letter === sought[at]) at++;
  return at === sought.length;
}
