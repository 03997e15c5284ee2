/** One setting of the agent: a variable, how its text is read, and what holds without it. */
import { parsedUrl } from './parsed-url.ts';
import type { Problem, Variables } from './variables.ts';

export type Setting<Value> = {
  /** The variable's name. */
  readonly name: string;
  /** For the table in docs/settings.md. */
  readonly summary: string;
  readonly fallback: Value;
  /** A secret's value stands in no message. */
  readonly isSecret?: true;
  /** Throws `Misfit` for a text that cannot be taken. */
  parse(text: string): Value;
};

/** Says what would have been right: "It must be a whole number from 1 to 65535." */
export class Misfit extends Error {}

type Settings = Readonly<Record<string, Setting<unknown>>>;
export type ValuesOf<Table extends Settings> = {
  readonly [Key in keyof Table]: Table[Key] extends Setting<infer Value> ? Value : never;
};

/** Every setting of a table. One that cannot be taken has its fallback, and a problem says so. */
export function readSettings<Table extends Settings>(
  table: Table,
  variables: Variables,
): { readonly values: ValuesOf<Table>; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const values: Record<string, unknown> = {};
  for (const [key, setting] of Object.entries(table)) values[key] = readOne(setting, variables, problems);
  return { values: values as ValuesOf<Table>, problems };
}

function readOne(setting: Setting<unknown>, variables: Variables, problems: Problem[]): unknown {
  const { name, isSecret, fallback } = setting;
  const variable = variables.get(name);
  if (variable === undefined) return fallback;
  try {
    return setting.parse(variable.text);
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    const value = isSecret ? '' : ` is "${variable.text.slice(0, 100)}"`;
    problems.push({
      name,
      message: `${name} (${variable.source})${value || ' cannot be taken'}. ${error.message} It is left out.`,
    });
    return fallback;
  }
}

type About<Value> = Omit<Setting<Value>, 'parse'>;

export function textSetting<Value extends string | null>(about: About<Value>): Setting<string | Value> {
  return { ...about, parse: (text) => text };
}

/** `wanted` says what the form is: "It must be " begins its sentence. */
export function formSetting<Value extends string | null>(
  about: About<Value> & { readonly form: RegExp; readonly wanted: string },
): Setting<string | Value> {
  const { form, wanted, ...rest } = about;
  return {
    ...rest,
    parse(text) {
      if (form.test(text)) return text;
      throw new Misfit(`It must be ${wanted}.`);
    },
  };
}

/** Of `min` to `max`; decimals are taken where `decimals` is set. */
export function numberSetting<Value extends number | null>(
  about: About<Value> & { readonly min: number; readonly max: number; readonly decimals?: true },
): Setting<number | Value> {
  const { min, max, decimals, ...rest } = about;
  const form = decimals ? /^\d{1,15}(\.\d+)?$/ : /^\d{1,15}$/;
  return {
    ...rest,
    parse(text) {
      const value = Number(text);
      if (form.test(text) && value >= min && value <= max) return value;
      throw new Misfit(`It must be a ${decimals ? '' : 'whole '}number from ${min} to ${max}.`);
    },
  };
}

export function portSetting<Value extends number | null>(about: About<Value>): Setting<number | Value> {
  return numberSetting({ ...about, min: 1, max: 65_535 });
}

/** An absolute path. */
export function pathSetting<Value extends string | null>(about: About<Value>): Setting<string | Value> {
  return {
    ...about,
    parse(text) {
      // nginx knows no way to write the rest in a path.
      if (/^\/[^"$\\\p{Cc}]{0,1000}$/u.test(text)) return text.replace(/(.)\/+$/, '$1');
      throw new Misfit('It must be an absolute path, e.g. /srv/site, without quotes, "$" and backslashes.');
    },
  };
}

/** A secret that goes into a header or a JSON string: visible ASCII, as all services give out. Space around it is no part of it. */
export function keySetting(about: Pick<About<null>, 'name' | 'summary'>): Setting<string | null> {
  return {
    ...about,
    fallback: null,
    isSecret: true,
    parse(text) {
      const key = text.trim();
      if (/^[\x21-\x7e]{1,1000}$/.test(key)) return key;
      throw new Misfit('It must be visible ASCII characters without spaces.');
    },
  };
}

/** An http or https address. */
export function urlSetting<Value extends string | null>(about: About<Value>): Setting<string | Value> {
  return {
    ...about,
    parse(text) {
      if (/^https?:$/.test(parsedUrl(text)?.protocol ?? '')) return text;
      throw new Misfit('It must be an http:// or https:// address.');
    },
  };
}
