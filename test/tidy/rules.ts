/** The house rules, each a function from the project's files to what breaks it. */
import { basename, dirname } from 'node:path';
import type { ProjectFile } from './files.ts';
import { entryPoints, type RecordTable, recordTables, roomOf } from './rooms.ts';

export type Violation = string;
export type Rule = (files: readonly ProjectFile[]) => Violation[];

export const importsGoDownwards: Rule = (files) =>
  files.flatMap((file) => {
    const room = roomOf(file.path);
    if (room === null) return [`${file.path}: is in no room`];
    return file.imports.flatMap((target) => {
      const other = roomOf(target);
      if (other === null || other.folder === room.folder || room.mayImport.includes(other.folder)) return [];
      return [`${file.path}: ${room.folder} may not import ${other.folder} (${target})`];
    });
  });

/** What would make a pure room depend on the moment or the machine. */
const impurities: readonly [RegExp, string][] = [
  [/\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(/, 'reads the clock'],
  [/\bMath\.random\(/, 'rolls dice'],
  [
    /\bprocess\.(env|argv|exit|stdin|stdout|stderr|cwd|platform|on|hrtime|memoryUsage|kill)\b/,
    'reaches for the process',
  ],
  [/\bfetch\(/, 'reaches for the network'],
];

export const pureRoomsStayPure: Rule = (files) =>
  files.flatMap((file) => {
    if (roomOf(file.path)?.pure !== true) return [];
    const node = file.packages.filter((name) => name.startsWith('node:')).map((name) => `imports ${name}`);
    const code = withoutComments(file.text);
    const reaches = impurities.filter(([form]) => form.test(code)).map(([, what]) => what);
    return [...node, ...reaches].map((what) => `${file.path}: a pure room, but it ${what}`);
  });

export const everyFileIsReached: Rule = (files) => {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const reached = new Set<string>();
  const queue = entryPoints.filter((entry) => byPath.has(entry));
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    queue.push(...(byPath.get(next)?.imports ?? []));
  }
  return files
    .filter((file) => !reached.has(file.path))
    .map((file) => `${file.path}: no entry point reaches it`);
};

export const noCircles: Rule = (files) => {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const found: Violation[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at !== -1) found.push(`circle: ${[...trail.slice(at), path].join(' → ')}`);
    if (at !== -1 || done.has(path)) return;
    for (const target of byPath.get(path)?.imports ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const file of files) visit(file.path, []);
  return found;
};

export const recordsAreListed: Rule = (files) =>
  recordTables.flatMap((table) => unlistedRecords(files, table));

function unlistedRecords(files: readonly ProjectFile[], table: RecordTable): Violation[] {
  const index = files.find((file) => file.path === table.index);
  if (index === undefined) return [];
  const records = files.filter(
    (file) => dirname(file.path) === dirname(table.index) && table.record.test(file.text),
  );
  return records.flatMap((file) => {
    const listed = index.imports.includes(file.path)
      ? []
      : [`${file.path}: a record that ${table.index} does not list`];
    const own = basename(file.path).replace(/\.tsx?$/, '');
    const name = (table.name.exec(file.text)?.[1] ?? '').replaceAll(' ', '-') || 'console';
    return name === own
      ? listed
      : [...listed, `${file.path}: its record is called "${name}", its file "${own}"`];
  });
}

export const longestFileLines = 300;
export const longestFunctionLines = 70;

export const filesAndFunctionsAreShort: Rule = (files) =>
  files.flatMap((file) => {
    const lines = file.text.split('\n');
    const long =
      lines.length > longestFileLines
        ? [`${file.path}: ${lines.length} lines, more than ${longestFileLines}`]
        : [];
    return [...long, ...longFunctions(file.path, lines)];
  });

/**
 * Counted at the two levels where functions with a name stand: the file, and the body of a factory, whose own lines are
 * those outside its inner functions. The formatter puts the closing brace under the first letter of the function.
 */
function longFunctions(path: string, lines: readonly string[]): Violation[] {
  const inner = functionsAt(lines, '  ');
  const outer = functionsAt(lines, '').map(({ from, to }) => {
    const within = inner.filter((each) => each.from > from && each.to < to);
    return { from, length: within.reduce((left, each) => left - (each.to - each.from + 1), to - from + 1) };
  });
  return [...outer, ...inner.map(({ from, to }) => ({ from, length: to - from + 1 }))]
    .filter(({ length }) => length > longestFunctionLines)
    .map(
      ({ from, length }) =>
        `${path}:${from + 1}: a function of ${length} lines, more than ${longestFunctionLines}`,
    );
}

function functionsAt(lines: readonly string[], indentation: string): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  const beginning = new RegExp(`^${indentation}(export )?(async )?function\\b`);
  let from = -1;
  for (const [at, line] of lines.entries()) {
    if (beginning.test(line)) from = at;
    if (line !== `${indentation}}` || from === -1) continue;
    found.push({ from, to: at });
    from = -1;
  }
  return found;
}

const unwelcome: readonly [RegExp, string][] = [
  [/\bas any\b|: any\b/, '"any"'],
  [/@ts-(ignore|nocheck|expect-error)/, 'a silenced type error'],
  [/\b(TODO|FIXME|XXX)\b/, 'a note of work left undone'],
  [/registry\.npmjs|deb\.debian\.org/, "a package registry's host name"],
];

export const nothingUnwelcome: Rule = (files) =>
  files.flatMap((file) =>
    unwelcome.filter(([form]) => form.test(file.text)).map(([, what]) => `${file.path}: ${what}`),
  );

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

export const rules: Readonly<Record<string, Rule>> = {
  'imports go downwards': importsGoDownwards,
  'pure rooms stay pure': pureRoomsStayPure,
  'every file is reached from an entry point': everyFileIsReached,
  'no circles': noCircles,
  'records are listed in their index under the name of their file': recordsAreListed,
  'files and functions are short': filesAndFunctionsAreShort,
  'nothing unwelcome': nothingUnwelcome,
};
