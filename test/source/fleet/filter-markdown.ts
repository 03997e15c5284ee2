/** docs/filter.md, made from the fields, so that none is missing. */
import { filterFields } from '../../../source/fleet/filter/fields.ts';

/** Each is parsed by the test. */
export const filterExamples: readonly (readonly [filter: string, meaning: string])[] = [
  ['train', 'pods with this text in name, id, GPU, region or health; capitals do not matter'],
  ['"us-ks 2"', 'a text with spaces or signs in it'],
  ['/^h100-.*-[0-3]$/', 'a regular expression over the same'],
  ['~htr0', 'letters of the name in this order, whatever stands between them'],
  ['util>90', 'a comparison: `>` `<` `>=` `<=` `=` `!=`, and `~` for a part of a text'],
  ['util > 90', 'the same; spaces round the sign do not matter'],
  ['gpu:h100', '`:` is `=`; the name of the GPU, or the number of cards with `gpu=8`'],
  ['age>2h idle>30m', 'durations in `s`, `m`, `h`, `d`; a space means and'],
  ['temp>80 or cost>5', '`or` or `|`; `and` or `&`'],
  ['not state=stopped', '`not` or `!`'],
  ['(temp>80 or util<5) rental=spot', 'groups'],
];

export function filterMarkdown(): string {
  const examples = filterExamples.map(([filter, meaning]) => `| \`${cell(filter)}\` | ${cell(meaning)} |`);
  const fields = Object.entries(filterFields).map(([name, { type, help, values }]) => {
    const known = values === undefined ? '' : `: ${values.map((value) => `\`${value}\``).join(' ')}`;
    return `| \`${name}\` | ${type} | ${cell(help)}${known} |`;
  });
  return `# The filter

\`/\` in the console filters the list while you type; \`Enter\` keeps the filter, \`Esc\` takes it back. This page
is made from the fields in \`source/fleet/filter\`; a test fails when the two differ.

| Filter | Lets through |
| --- | --- |
${examples.join('\n')}

A figure that is not known matches no comparison, not even \`<\`.

## Fields

| Field | Type | Is |
| --- | --- | --- |
${fields.join('\n')}
`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
