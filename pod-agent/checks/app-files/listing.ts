/** Lines of `ls -ln`: kind, mode, owner, group, size and path. */

export type Entry = {
  readonly path: string;
  /** `d`, `-`, `p`, … as ls writes it. */
  readonly kind: string;
  /** The lowest nine bits: 0o755. */
  readonly mode: number;
  readonly userId: number;
  readonly groupId: number;
  /** null for what has none, such as a device. */
  readonly sizeBytes: number | null;
};

/** `drwxr-xr-x 5 0 0 4096 Nov 25 16:27 /srv/site`; the path is told from the time before it by the paths that were asked for. */
const row =
  /^([a-z-])([r-][w-][xsS-][r-][w-][xsS-][r-][w-][xtT-])[.+@]?\s+\d+\s+(\d+)\s+(\d+)\s+(\d+)?.*?\s(\/.*)$/;

export function listing(text: string): ReadonlyMap<string, Entry> {
  const entries = text.split('\n').flatMap((line) => {
    const [, kind, letters, user, group, size, path] = row.exec(line) ?? [];
    if (kind === undefined || letters === undefined || path === undefined) return [];
    const entry: Entry = {
      path,
      kind,
      mode: modeOf(letters),
      userId: Number(user),
      groupId: Number(group),
      sizeBytes: size === undefined ? null : Number(size),
    };
    return [[path, entry] as const];
  });
  return new Map(entries);
}

/** A letter of its own for a sticky or set-id bit says in small that the bit below it is set. */
function modeOf(letters: string): number {
  return [...letters].reduce((mode, letter) => mode * 2 + (/[rwxst]/.test(letter) ? 1 : 0), 0);
}

export type Reader = {
  /** As the configuration names it. */
  readonly name: string;
  readonly userId: number;
  readonly groupIds: readonly number[];
};

/** What it may do by owner, group and others, in that order, of which the first that fits decides (path_resolution(7)). */
export function mayRead({ mode, userId, groupId, kind }: Entry, reader: Reader, isListed = false): boolean {
  if (reader.userId === 0) return true;
  const shift = userId === reader.userId ? 6 : reader.groupIds.includes(groupId) ? 3 : 0;
  const bits = (mode >> shift) & 7;
  if (kind !== 'd') return (bits & 4) !== 0;
  return (bits & 1) !== 0 && (!isListed || (bits & 4) !== 0);
}

/** The user of nginx's workers; null where the configuration names none, or one that is not in the tables. */
export function workerIn(configuration: string, passwd: string, group: string): Reader | null {
  const [, name, groupName] = /^\s*user\s+([\w.-]+)(?:\s+([\w.-]+))?\s*;/m.exec(configuration) ?? [];
  if (name === undefined) return null;
  const user = fieldsOf(passwd).find(([own]) => own === name);
  if (user === undefined) return null;
  const all = fieldsOf(group);
  const named = groupName === undefined ? undefined : all.find(([own]) => own === groupName)?.[2];
  const further = all.filter(([, , , members]) => members?.split(',').includes(name)).map(([, , id]) => id);
  const ids = [named ?? user[3], ...further].map(Number).filter(Number.isInteger);
  return { name, userId: Number(user[2]), groupIds: ids };
}

function fieldsOf(table: string): readonly (readonly string[])[] {
  return table.split('\n').map((line) => line.split(':'));
}
