/** The flags that a command takes: those that it names, and what goes with them. */
import type { Command } from './command.ts';
import type { FlagName } from './flags.ts';

/** Who reads the settings of the API, which `config` names, can be told which of its wires to use. */
export function takenFlags({ flags }: Command): readonly FlagName[] {
  return flags.flatMap((name): readonly FlagName[] => (name === 'config' ? ['config', 'api'] : [name]));
}
