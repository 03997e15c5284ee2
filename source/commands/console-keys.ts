/** The keys that the operator has chosen for the console; what is wrong with them is told before it opens. */
import { describeProblem, problem } from '../settings/problem.ts';
import type { Settings } from '../settings/settings.ts';
import { bindings } from '../ui/keys/bindings.ts';
import { type KeyWishes, rebind } from '../ui/keys/rebind.ts';
import type { CommandContext } from './command.ts';

/** null: they cannot be followed, and why has been said. */
export function consoleKeys(
  { say }: Pick<CommandContext, 'say'>,
  { keys, configPath }: Pick<Settings, 'keys' | 'configPath'>,
): KeyWishes | null {
  const wishes = Object.fromEntries(keys.map((each) => [each.id, each.keys]));
  const rebound = rebind(bindings, wishes);
  if (rebound.ok) return wishes;
  for (const { id, reason, hint } of rebound.problems) {
    const line = keys.find((each) => each.id === id)?.line ?? null;
    say(`${describeProblem(problem({ source: configPath ?? '', line, key: `keys.${id}` }, reason, hint))}\n`);
  }
  return null;
}
