/** docs/keys.md, made from the bindings, so that it cannot say anything else than what is true. */
import { type ConditionKind, conditionKinds } from '../../../../source/fleet/questions.ts';
import type { RunState } from '../../../../source/jobs/model/job.ts';
import { asciiForm } from '../../../../source/ui/draw/ascii.ts';
import { conditionLooks, levelLooks } from '../../../../source/ui/draw/condition-look.ts';
import { runSign } from '../../../../source/ui/draw/job-look.ts';
import type { Binding, Context } from '../../../../source/ui/keys/binding.ts';
import { bindings } from '../../../../source/ui/keys/bindings.ts';
import { keyLabel } from '../../../../source/ui/keys/key-label.ts';

const sections: readonly (readonly [title: string, context: Context, note: string])[] = [
  ['Everywhere', 'global', 'Heard in every pane, unless the pane has its own use for the key.'],
  ['Pods', 'list', 'In the list of pods.'],
  ['Detail', 'detail', 'In the detail of a pod, beside the list or on the whole screen.'],
  ['Health', 'health', 'In the stream of health reports.'],
  ['Output', 'output', 'In the output pane, whether the console’s own lines stand there or a job’s.'],
  ['Output of a job', 'job', 'In the output pane while a job stands there, before those above.'],
  [
    'Search',
    'search',
    'While a search in a job’s output is typed. It is applied as it is typed, and unfolds everything.',
  ],
  ['Jobs', 'jobs', 'On the page of jobs.'],
  ['Releases', 'releases', 'On the page of deploys, in the list of releases.'],
  ['Logs', 'logs', 'On the page of logs. Digits are windows of time there.'],
  ['Filter of logs', 'log-filter', 'While it is typed; it is applied as it is typed.'],
  ['Sources of logs', 'log-sources', 'In the dialog of sources.'],
  ['Tables', 'table', 'On every page that is one table: what RunPod has and holds, and others.'],
  ['GPUs', 'table-gpus', 'On the table of GPUs, before the keys of tables.'],
  [
    'What the account holds',
    'holding',
    'On the tables of templates, volumes, registries, keys and secrets, before the keys of tables.',
  ],
  ['Cost', 'table-cost', 'On the page of costs, before the keys of tables.'],
  ['Alerts', 'table-alerts', 'On the page of alerts, before the keys of tables.'],
  ['Forwards', 'table-forwards', 'On the page of forwards, before the keys of tables.'],
  [
    'Form of a forward',
    'forward-form',
    'While a forward is typed. Everything else that can be printed is text; the arrows put known ports into the line.',
  ],
  ['Filter of a table', 'table-filter', 'While it is typed; it is applied as it is typed.'],
  ['A release', 'release', 'On the page of deploys, while the details of a release are open.'],
  ['Filter of releases', 'release-filter', 'While it is typed; it is applied as it is typed.'],
  [
    'Deploy form',
    'deploy-form',
    'From the form to the plan, and from there to the question. `Esc` goes back by one, and nothing that was chosen is lost.',
  ],
  ['Deploy form, a row of choices', 'deploy-choice', 'Before the keys of the form.'],
  [
    'Deploy form, a row of text',
    'deploy-text',
    'Before the keys of the form. Everything else that can be printed is text.',
  ],
  [
    'Plan of a deploy',
    'deploy-plan',
    'Nothing has been done yet. What comes next is the question, which is a dialog.',
  ],
  [
    'Filter',
    'filter',
    'While a filter is typed. Everything else that can be printed is text, and pasted text is never keys.',
  ],
  [
    'Help and commands',
    'help',
    'In the help and in the palette of commands. Typing narrows the list; Enter does what is marked.',
  ],
  [
    'Dialogs',
    'dialog',
    'Where the console asks before it does something. The answer that is marked first is no.',
  ],
  [
    'What has to be typed',
    'typed',
    'Before a pod is terminated, several are stopped or restarted, or something that the account holds is deleted: its name, or how many they are.',
  ],
  ['Edited settings', 'editing', 'When the editor has been left, before the keys of a dialog.'],
  ['Menu of a pod', 'pod-menu', 'The keys of its rows are heard too.'],
  [
    'Form of a pod',
    'create-form',
    'From the form to the question. `Esc` goes back by one, and nothing that was filled in is lost.',
  ],
  ['Form of a pod, a row of choices', 'create-choice', 'Before the keys of the form.'],
  ['Form of a pod, a row of wishes', 'create-list', 'Several, in the order in which they are chosen.'],
  [
    'Form of a pod, a row of text',
    'create-text',
    'Before the keys of the form. Everything else that can be printed is text.',
  ],
  [
    'Dialogs with several answers',
    'choice',
    'Before a benchmark, and before jobs that run are left: what is marked first changes nothing. For a snooze it is one hour.',
  ],
  ['Before a benchmark', 'benchmark', 'It loads the pod: how much of it is to be done?'],
  ['Before a snooze', 'snoozing', 'For how long is the alert quiet?'],
  ['Before quitting', 'quitting', 'Only while jobs run. `Ctrl-C` here quits at once, as `l` does.'],
];

/** Ids of bindings that the page would leave out. */
export function bindingsWithoutSection(): readonly string[] {
  const told = sections.map(([, context]) => context);
  return bindings.filter(({ contexts }) => !contexts.some((each) => told.includes(each))).map(({ id }) => id);
}

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
  return `${[head, ...parts, own, mouse, legend()].join('\n\n')}\n`;
}

const own = `## Keys of your own

Every key above can be another. In the configuration file, by the ids of this page, one to three keys each:

\`\`\`yaml
# ~/.config/pod-engine/config.yaml
keys:
  pods.shell: X
  page.alerts: [A, F2]
  pods.sort: Z        # its pairs go with it: "Z u"
\`\`\`

A key is one character, \`Ctrl-X\`, \`F1\` to \`F12\`, or a name as above. Footer, hints, help, commands and menus show the new key. An id or a
key that is not known, two bindings on one key in one place, a printable key where text is typed, and whatever would take \`Esc\`,
\`Ctrl-C\` or \`Ctrl-Z\` away are told with the line, and the console does not start.`;

const mouse = `## Mouse

Where the terminal reports it. The wheel moves three rows in what has the keys: the list, the detail, a stream. A click on
a row of the list selects that pod and gives the keys to the list. A dialog, the help and a filter being typed do not hear
it. To select text with the mouse, most terminals want \`Shift\` held.`;

function legend(): string {
  const conditions = conditionKinds.map((kind) => signRow(conditionLooks[kind], conditionMeanings[kind]));
  const levels = Object.values(levelLooks).map((look) => signRow(look, 'a health report'));
  return [
    '## Signs',
    '',
    'Before the name of a pod, and in the header with how many pods have it; then those of the health reports and of jobs. The',
    'second form is for terminals that have no such glyphs (`--ascii`).',
    '',
    '| Sign | ASCII | Means |',
    '| --- | --- | --- |',
    ...conditions,
    ...levels,
    ...jobStates.map((state) => signRow(runSign(state), 'a job, or its run on a pod')),
  ].join('\n');
}

const jobStates: readonly RunState[] = [
  { kind: 'waiting' },
  { kind: 'running', sinceMs: 0 },
  { kind: 'parted', sinceMs: 0, reason: '' },
  { kind: 'stopping', how: 'asked', sinceMs: 0 },
  ...(['pass', 'fail', 'inconclusive', 'stopped'] as const).map(
    (verdict): RunState => ({ kind: 'ended', atMs: 0, verdict, text: '', exitCode: 0 }),
  ),
  { kind: 'left', reason: '' },
];

function signRow(
  { glyph, word }: { readonly glyph: string; readonly word: string },
  meaning: string,
): string {
  return `| \`${glyph}\` | \`${asciiForm(glyph)}\` | ${word}: ${meaning} |`;
}

const conditionMeanings: Readonly<Record<ConditionKind, string>> = {
  fail: 'a card is lost, the health report fails',
  warn: 'throttled by heat, a straggler, a health warning',
  lost: 'no figures: stale, unreachable, refused',
  idle: 'billing, and no card has done anything for half a minute',
  booting: 'starting or connecting',
  running: 'working',
  stopped: 'not running; its volume still bills',
};

function tableRow(binding: Binding): string {
  const keys = binding.keys.map((key) => `\`${keyLabel(key, { plain: true })}\``).join(' ');
  return `| ${keys.replaceAll('|', '\\|')} | ${binding.label} | \`${binding.id}\` |`;
}
