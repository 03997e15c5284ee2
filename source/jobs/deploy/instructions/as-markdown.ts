/** The instructions as a page of Markdown (CommonMark with tables). Pure. */
import type { Instructions } from './instructions.ts';

export function instructionsMarkdown(
  { title, rows, notes, commands }: Instructions,
  { atMs, who }: { readonly atMs: number; readonly who: string },
): string {
  return [
    `# ${plain(title)}`,
    '',
    `${new Date(atMs).toISOString()}, by ${plain(who)}`,
    '',
    '| what | where |',
    '| --- | --- |',
    ...rows.map(({ name, value }) => `| ${plain(name)} | ${code(value)} |`),
    ...notes.flatMap((note) => ['', plain(note)]),
    '',
    '## Next',
    '',
    '| to | run |',
    '| --- | --- |',
    ...commands.map(({ does, line }) => `| ${plain(does)} | ${code(line)} |`),
    '',
  ].join('\n');
}

/** Text that may hold what Markdown would obey. */
function plain(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>|#]/g, (character) => `\\${character}`);
}

/** A bar would end the cell also within code; and the fence is longer than any run of backticks inside. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  return `${fence}${pad}${text.replaceAll('|', '\\|')}${pad}${fence}`;
}
