/** What a verb of the agent is, and how its arguments are read. */
import { type ParseArgsConfig, parseArgs } from 'node:util';

export type Command = {
  /** As typed, e.g. "health check". */
  readonly name: string;
  readonly summary: string;
  /** The whole help text of the verb. */
  readonly help: string;
  /** For the agent's own use: it stands in no overview. */
  readonly isHidden?: true;
  /** @returns The exit code. Throws `UsageError` for arguments it does not take. */
  run(args: readonly string[]): Promise<number>;
};

/** For the operator's eyes: what was typed, why it is not taken, and what to type instead. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>;

/** Flags as `options` declares them and nothing else. */
export function readFlags<const Declared extends Options>(
  command: Pick<Command, 'name'>,
  args: readonly string[],
  options: Declared,
) {
  try {
    const { values } = parseArgs({ args: [...args], options, strict: true, allowPositionals: false });
    // Node has defaults of its own from 18.11 on; before, they are left out.
    return { ...defaultsOf(options), ...values } as typeof values;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${reason}\nRun "pod-agent ${command.name} --help" for what it takes.`);
  }
}

function defaultsOf(options: Options): Readonly<Record<string, unknown>> {
  const given = Object.entries(options).filter(([, option]) => option.default !== undefined);
  return Object.fromEntries(given.map(([name, option]) => [name, option.default]));
}

/** @throws UsageError where the text is not a whole number within the range. */
export function wholeNumber(about: {
  readonly flag: string;
  readonly text: string;
  readonly min: number;
  readonly max: number;
}): number {
  const { flag, text, min, max } = about;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new UsageError(`${flag} is "${text}". It must be a whole number from ${min} to ${max}.`);
}
