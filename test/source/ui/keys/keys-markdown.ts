/** docs/keys.md, made from the bindings, so that it cannot say anything else than what is true. */
import type { Binding, Context } from '../../../../source/ui/keys/binding.ts';
import { bindings } from '../../../../source/ui/keys/bindings.ts';
import { keyLabel } from '../../../../source/ui/keys/key-label.ts';

const sections: readonly (readonly [title: string, context: Context, note: string])[] = [
  ['Everywhere', 'global', 'Heard in every pane, unless the pane has its own use for the key.'],
  ['Pods', 'list', 'In the list of pods.'],
  ['Detail', 'detail', 'In the detail of a pod, beside the list or on the whole screen.'],
  ['Health', 'health', 'In the stream of health reports.'],
  ['Output', 'output', 'In the output pane.'],
  [
    'Filter',
    'filter',
    'While a filter is typed. Everything else that can be printed is text, and pasted text is never keys.',
  ],
  ['Help', 'help', 'In the help. Typing narrows the list; Enter does what is marked.'],
  [
    'Dialogs',
    'dialog',
    'Where the console asks before it does something. The answer that is marked first is no.',
  ],
];

export function keysMarkdown(): string {
  const parts = sections.map(([title, context, note]) => {
    const rows = bindings.filter((binding) => binding.contexts.includes(context)).map(tableRow);
    return [`## ${title}`, '', note, '', '| Keys | What they do | Id |', '| --- | --- | --- |', ...rows].join(
      '\n',
    );
  });
  const head = [
    '# Keys',
    '',
    'This page is made from the key table in `source/ui/keys`; a test fails when the two differ.',
  ].join('\n');
  return `${[head, ...parts].join('\n\n')}\n`;
}

function tableRow(binding: Binding): string {
  const keys = binding.keys.map((key) => `\`${keyLabel(key, { plain: true })}\``).join(' ');
  return `| ${keys.replaceAll('|', '\\|')} | ${binding.label} | \`${binding.id}\` |`;
}
