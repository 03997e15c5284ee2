/** The quota that RunPod tells with an answer, from its `RateLimit` and `RateLimit-Policy` headers. Pure. */
import type { WireStatus } from './wire-status.ts';

export type AllowanceWindow = NonNullable<WireStatus['allowance']>['windows'][number];

/**
 * One entry a window, the shortest first; empty where there is no header or nothing in it can be read.
 * Both are lists of structured fields (RFC 9651): `"minute";r=55;t=12, "hour";r=2890;t=1801` has what remains and the
 * seconds until it is filled anew, `"minute";q=60;w=60` the quota and the window's length in seconds
 * (draft-ietf-httpapi-ratelimit-headers). A member that lacks a figure is passed over.
 */
export function allowanceWindows(limit: string | null, policy: string | null): readonly AllowanceWindow[] {
  const policies = new Map(membersOf(policy).map((member) => [member.name, member.parameters]));
  const windows = membersOf(limit).flatMap(({ name, parameters }): AllowanceWindow[] => {
    const remaining = parameters.get('r');
    const resetsInSeconds = parameters.get('t');
    if (remaining === undefined || resetsInSeconds === undefined) return [];
    const windowSeconds = policies.get(name)?.get('w') ?? namedWindows.get(name) ?? null;
    return [
      {
        name,
        remaining,
        resetsInMs: resetsInSeconds * 1000,
        quota: policies.get(name)?.get('q') ?? null,
        windowMs: windowSeconds === null ? null : windowSeconds * 1000,
      },
    ];
  });
  return windows.sort((one, other) => lengthMs(one) - lengthMs(other));
}

type Member = { readonly name: string; readonly parameters: ReadonlyMap<string, number> };

const longestHeader = 2000;
const mostMembers = 10;
const namedWindows: ReadonlyMap<string, number> = new Map([
  ['second', 1],
  ['minute', 60],
  ['hour', 3600],
  ['day', 86_400],
]);

/** A name is quoted or a plain token, of letters, digits, "-" and "_"; parameters other than counts are passed over. */
function membersOf(header: string | null): readonly Member[] {
  const members = (header ?? '').slice(0, longestHeader).split(',').slice(0, mostMembers);
  return members.flatMap((member): Member[] => {
    const [first = '', ...rest] = member.split(';').map((part) => part.trim());
    const name = /^"?([\w-]{1,40})"?$/.exec(first)?.[1];
    if (name === undefined) return [];
    const parameters = rest.flatMap((part) => {
      const [, key, digits] = /^([a-z])\s*=\s*(\d{1,12})(?:\.\d+)?$/i.exec(part) ?? [];
      return key === undefined ? [] : [[key.toLowerCase(), Number(digits)] as const];
    });
    return [{ name, parameters: new Map(parameters) }];
  });
}

/** A window of unknown length is at least as long as the time it still runs. */
function lengthMs({ windowMs, resetsInMs }: AllowanceWindow): number {
  return windowMs ?? resetsInMs;
}
