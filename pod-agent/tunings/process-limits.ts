/** Limits of processes, from `/proc/PID/limits` (proc(5)). Pure. */

/** What holds, and how far it may be raised without CAP_SYS_RESOURCE. Infinity is unlimited. */
export type Limit = { readonly soft: number; readonly hard: number };

/** The row "Max open files", in files; null where it is not there. */
export function openFilesLimit(limits: string): Limit | null {
  return limitNamed('Max open files', limits);
}

/** The row "Max core file size", in bytes; null where it is not there. */
export function coreSizeLimit(limits: string): Limit | null {
  return limitNamed('Max core file size', limits);
}

export function limitText(value: number): string {
  return value === Number.POSITIVE_INFINITY ? 'unlimited' : String(value);
}

/** `Max open files            1024                 1048576              files     `. */
function limitNamed(name: string, limits: string): Limit | null {
  const row = limits.split('\n').find((line) => line.startsWith(`${name} `));
  const [, soft, hard] = /^ +(\d+|unlimited) +(\d+|unlimited)\b/.exec(row?.slice(name.length) ?? '') ?? [];
  if (soft === undefined || hard === undefined) return null;
  return { soft: numberOf(soft), hard: numberOf(hard) };
}

function numberOf(text: string): number {
  return text === 'unlimited' ? Number.POSITIVE_INFINITY : Number(text);
}
