/** Small guards from which those of whole frames are made. Each takes anything and gives a checked value, or undefined. */
import { isObject } from './plain-json.ts';

/** Where a value stands, and what was left out on the way to it. */
export type Trace = {
  /** Name by name, one list for the whole frame: most values fit, and then nobody wants to read where they stood. */
  readonly path: string[];
  /** Paths of optional fields that did not fit and of lists and records that were cut. Our own names only. */
  readonly dropped: string[];
  /** The innermost misfits, to say why a frame was refused. */
  readonly misfits: string[];
};

export type Guard<T> = {
  (value: unknown, trace: Trace): T | undefined;
  /** Never set. It makes the type strict both ways: a guard for a part of a union does not pass for the whole. */
  readonly covers?: (value: T) => void;
};

/** A field that may be left out; one that does not fit is left out alone. */
export type OptionalField<T> = { readonly optional: Guard<T> };

/** One guard for each field of T, so that a field without a guard does not compile. */
export type Guards<T> = {
  readonly [Key in keyof T]-?: Record<never, never> extends Pick<T, Key>
    ? OptionalField<Exclude<T[Key], undefined>>
    : Guard<T[Key]>;
};

/** An object with exactly the fields of the guards. Other fields are ignored, and inherited ones are not seen. */
export function shape<T extends object>(guards: Guards<T>): Guard<T> {
  const fields: readonly (readonly [string, Guard<unknown> | OptionalField<unknown>])[] =
    Object.entries(guards);
  return (value, trace) => {
    if (!isObject(value)) return misfit(trace);
    const result: Record<string, unknown> = {};
    for (const [name, field] of fields) {
      const given = Object.hasOwn(value, name) ? value[name] : undefined;
      const isOptional = 'optional' in field;
      if (isOptional && given === undefined) continue;
      trace.path.push(name);
      const checked = isOptional ? field.optional(given, trace) : field(given, trace);
      if (checked !== undefined) result[name] = checked;
      else if (isOptional) trace.dropped.push(placeOf(trace));
      trace.path.pop();
      if (checked === undefined && !isOptional) return undefined;
    }
    // Every field of T has passed the guard that the type of `guards` demands for it.
    return result as T;
  };
}

export function optional<T>(guard: Guard<T>): OptionalField<T> {
  return { optional: guard };
}

export function nullable<T>(guard: Guard<T>): Guard<T | null> {
  return (value, trace) => (value === null ? null : guard(value, trace));
}

/** Any number from minimum to maximum; never NaN or an infinity. */
export function number(minimum: number, maximum: number): Guard<number> {
  return (value, trace) =>
    typeof value === 'number' && value >= minimum && value <= maximum ? value : misfit(trace);
}

export function integer(minimum: number, maximum: number): Guard<number> {
  return (value, trace) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= minimum && value <= maximum
      ? value
      : misfit(trace);
}

/** A string; what is longer than the maximum is cut, as names and sentences bear it. */
export function string(maxLength: number): Guard<string> {
  return (value, trace) => (typeof value === 'string' ? value.slice(0, maxLength) : misfit(trace));
}

/** A string that would be another if it were cut, such as a command: a longer one is null, and is named. */
export function uncut(maxLength: number): Guard<string | null> {
  return (value, trace) => {
    if (value === null) return null;
    if (typeof value !== 'string') return misfit(trace);
    if (value.length <= maxLength) return value;
    trace.dropped.push(placeOf(trace));
    return null;
  };
}

export const boolean: Guard<boolean> = (value, trace) => (typeof value === 'boolean' ? value : misfit(trace));

/** One of the members of a union of strings; the table must name them all. */
export function oneOf<T extends string>(members: Readonly<Record<T, true>>): Guard<T> {
  const isMember = (value: unknown): value is T => typeof value === 'string' && Object.hasOwn(members, value);
  return (value, trace) => (isMember(value) ? value : misfit(trace));
}

export function literal<const T extends string | number>(wanted: T): Guard<T> {
  return (value, trace) => (value === wanted ? wanted : misfit(trace));
}

/** A list whose every member fits. A longer one is cut, and the cut is named. */
export function list<T>(guard: Guard<T>, maxCount: number): Guard<readonly T[]> {
  return (value, trace) => {
    if (!Array.isArray(value)) return misfit(trace);
    if (value.length > maxCount) trace.dropped.push(placeOf(trace));
    const result: T[] = [];
    trace.path.push('[]');
    for (const member of value.slice(0, maxCount)) {
      const checked = guard(member, trace);
      if (checked === undefined) break;
      result.push(checked);
    }
    trace.path.pop();
    return result.length === Math.min(value.length, maxCount) ? result : undefined;
  };
}

export function pair<T>(guard: Guard<T>): Guard<readonly [T, T]> {
  return (value, trace) => {
    if (!Array.isArray(value) || value.length !== 2) return misfit(trace);
    const [first, second] = [guard(value[0], trace), guard(value[1], trace)];
    return first === undefined || second === undefined ? undefined : [first, second];
  };
}

/** A record by names that match; entries that do not fit are left out, and the record is named once. */
export function record<T>(options: {
  readonly name: RegExp;
  readonly value: Guard<T>;
  readonly maxCount: number;
}): Guard<Readonly<Record<string, T>>> {
  return (value, trace) => {
    if (!isObject(value)) return misfit(trace);
    const result: Record<string, T> = {};
    let kept = 0;
    const entries = Object.entries(value);
    for (const [name, given] of entries) {
      if (kept === options.maxCount) break;
      const checked = options.name.test(name) ? options.value(given, trace) : undefined;
      if (checked === undefined) continue;
      result[name] = checked;
      kept += 1;
    }
    if (kept < entries.length) trace.dropped.push(placeOf(trace));
    return result;
  };
}

function misfit(trace: Trace): undefined {
  trace.misfits.push(placeOf(trace));
  return undefined;
}

function placeOf({ path }: Trace): string {
  return path.join('.').replaceAll('.[]', '[]');
}
