/** Reads the project's own TypeScript files and what each imports. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';

export type ProjectFile = {
  /** From the project's root, with slashes. */
  readonly path: string;
  readonly text: string;
  /** Project files, from the root. */
  readonly imports: readonly string[];
  /** Node modules and packages. */
  readonly packages: readonly string[];
};

export function readProject(root: string, folders: readonly string[]): ProjectFile[] {
  return folders
    .flatMap((folder) => filesUnder(join(root, folder)))
    .map((file) => readProjectFile(root, file));
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

function readProjectFile(root: string, file: string): ProjectFile {
  const path = relative(root, file);
  const text = readFileSync(file, 'utf8');
  const targets = importedNames(text);
  return {
    path,
    text,
    imports: targets
      .filter((target) => target.startsWith('.'))
      .map((target) => normalize(join(dirname(path), target))),
    packages: targets.filter((target) => !target.startsWith('.')),
  };
}

const importForms = [
  /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*'([^']+)'/gm,
  /^\s*import\s*'([^']+)'/gm,
  /\bimport\(\s*'([^']+)'\s*\)/g,
];

function importedNames(text: string): string[] {
  return importForms.flatMap((form) =>
    [...text.matchAll(form)].flatMap(([, target]) => (target === undefined ? [] : [target])),
  );
}
