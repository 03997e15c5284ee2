/** The words of an `nvidia-smi --query-...` call, and the rows that answer it. */
import type { CardFigures } from '../cards.ts';
import type { MachineMoment } from '../machine.ts';
import type { Execution } from './execution.ts';
import {
  driverBranch,
  fieldsOfLostCards,
  type NvidiaField,
  namesKnown,
  nvidiaFields,
} from './nvidia-fields.ts';

export type NvidiaCall = {
  readonly fields: readonly string[];
  readonly header: boolean;
  readonly units: boolean;
  /** Asked again and again; null: once. */
  readonly loopMs: number | null;
};

type ReadCall =
  | { readonly ok: true; readonly call: NvidiaCall }
  | { readonly ok: false; readonly answer: Execution };

/** `option` is the kind of query, such as `query-gpu`. */
export function readCall(words: readonly string[], option: string): ReadCall {
  const format = optionValue(words, ['--format']);
  if (format === null || !format.split(',').includes('csv')) {
    return refused('"--query-*" switch is missing "--format=" switch.\nOption "--format" must be "csv".\n');
  }
  const seconds = optionValue(words, ['--loop', '-l']);
  const milliseconds = optionValue(words, ['--loop-ms', '-lms']);
  return {
    ok: true,
    call: {
      fields: (optionValue(words, [`--${option}`]) ?? '').split(',').map((name) => name.trim()),
      header: !format.includes('noheader'),
      units: !format.includes('nounits'),
      loopMs: milliseconds !== null ? Number(milliseconds) : seconds !== null ? Number(seconds) * 1000 : null,
    },
  };
}

/** Resolves the asked names against this machine's driver; the tool refuses the whole call for one unknown name. */
export function resolveFields(
  moment: MachineMoment,
  names: readonly string[],
):
  | { readonly ok: true; readonly fields: readonly NvidiaField[] }
  | { readonly ok: false; readonly answer: Execution } {
  const branch = driverBranch(moment);
  const fields: NvidiaField[] = [];
  for (const name of names) {
    const found = nvidiaFields.find((field) => namesKnown(field, branch).includes(name));
    if (found === undefined) return refused(`Field "${name}" is not a valid field to query.\n\n`);
    fields.push(found);
  }
  return { ok: true, fields };
}

export function headerLine(moment: MachineMoment, fields: readonly NvidiaField[]): string {
  const branch = driverBranch(moment);
  return fields
    .map((field) => `${namesKnown(field, branch)[0] ?? ''}${field.unit === null ? '' : ` [${field.unit}]`}`)
    .join(', ');
}

/** One card's cells. A card that is lost says so in place of its figures. */
export function rowLine(
  moment: MachineMoment,
  card: CardFigures,
  call: { readonly fields: readonly NvidiaField[]; readonly units: boolean },
): string {
  return call.fields
    .map((field) => {
      if (card.lost && !fieldsOfLostCards.includes(field.names[0])) return '[GPU is lost]';
      const value = field.value(moment, card);
      const withUnit = call.units && field.unit !== null && !value.includes('N/A');
      return withUnit ? `${value} ${field.unit}` : value;
    })
    .join(', ');
}

/** The value of `--name=value`, or of `-n value`. */
export function optionValue(words: readonly string[], names: readonly string[]): string | null {
  for (const [at, word] of words.entries()) {
    for (const name of names) {
      if (word.startsWith(`${name}=`)) return word.slice(name.length + 1);
      if (word === name) return words[at + 1] ?? null;
    }
  }
  return null;
}

function refused(text: string): { readonly ok: false; readonly answer: Execution } {
  return { ok: false, answer: { stdout: text, stderr: '', exitCode: 2 } };
}
