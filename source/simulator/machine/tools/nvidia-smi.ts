/** nvidia-smi of a machine made of text: queries once or in a loop, the list, the help text, a short table. */
import type { CardFigures } from '../cards.ts';
import type { MachineMoment } from '../machine.ts';
import { programPath, programPid } from '../texts/processes.ts';
import { type Execution, printed } from './execution.ts';
import { driverBranch, namesKnown, nvidiaFields, timestamp } from './nvidia-fields.ts';
import {
  headerLine,
  type NvidiaCall,
  optionValue,
  readCall,
  resolveFields,
  rowLine,
} from './nvidia-query.ts';

/** One answer. A call that asks to be repeated is answered once; see `nvidiaLoop`. */
export function nvidiaSmi(moment: MachineMoment, words: readonly string[]): Execution {
  if (words.includes('--help-query-gpu')) return printed(helpText(moment));
  if (moment.cards.length === 0) return { stdout: 'No devices were found\n', stderr: '', exitCode: 6 };
  if (words.includes('-L') || words.includes('--list-gpus')) return listCards(moment);
  if (optionValue(words, ['--query-gpu']) !== null) return queryCards(moment, words);
  if (optionValue(words, ['--query-compute-apps']) !== null) return queryPrograms(moment, words);
  if (optionValue(words, ['-pm', '--persistence-mode']) !== null) return refusePersistence(moment);
  if (words.length === 0) return printed(table(moment));
  return {
    stdout: `Invalid combination of input arguments. Please run 'nvidia-smi -h' for help.\n`,
    stderr: '',
    exitCode: 1,
  };
}

/** A running `--loop-ms`. A card lost before it began is missing from its rows; one lost since says so in place of figures. */
export type NvidiaLoop = {
  readonly intervalMs: number;
  readonly header: string | null;
  /** One line for each card. */
  lines(moment: MachineMoment): readonly string[];
  /** Once, at the beginning. */
  readonly errorLines: readonly string[];
};

/** null: the words ask for no loop, or are refused. */
export function nvidiaLoop(moment: MachineMoment, words: readonly string[]): NvidiaLoop | null {
  const read = readCall(words, 'query-gpu');
  if (!read.ok || read.call.loopMs === null) return null;
  const resolved = resolveFields(moment, read.call.fields);
  if (!resolved.ok) return null;
  const { fields } = resolved;
  if (moment.cards.length === 0) return null;
  const missing = new Set(moment.cards.filter((card) => card.lost).map((card) => card.index));
  const shape = { fields, units: read.call.units };
  return {
    intervalMs: Math.max(10, read.call.loopMs),
    header: read.call.header ? headerLine(moment, fields) : null,
    lines: (now) =>
      now.cards.filter((card) => !missing.has(card.index)).map((card) => rowLine(now, card, shape)),
    errorLines: moment.cards.filter((card) => missing.has(card.index)).map((card) => noHandle(moment, card)),
  };
}

function queryCards(moment: MachineMoment, words: readonly string[]): Execution {
  const read = readCall(words, 'query-gpu');
  if (!read.ok) return read.answer;
  const resolved = resolveFields(moment, read.call.fields);
  if (!resolved.ok) return resolved.answer;
  const { fields } = resolved;
  const rows = answering(moment).map((card) => rowLine(moment, card, { fields, units: read.call.units }));
  const lines = read.call.header ? [headerLine(moment, fields), ...rows] : rows;
  return { ...printed(`${lines.join('\n')}\n`), stderr: complaints(moment) };
}

function listCards(moment: MachineMoment): Execution {
  const lines = answering(moment).map(
    (card) =>
      `GPU ${card.index}: ${moment.facts.model.typeId} (UUID: ${moment.facts.gpuUuids[card.index]})\n`,
  );
  return { ...printed(lines.join('')), stderr: complaints(moment) };
}

const programFields = {
  timestamp: (moment: MachineMoment) => timestamp(moment.wallMs),
  gpu_name: (moment: MachineMoment) => moment.facts.model.typeId,
  gpu_bus_id: (moment: MachineMoment, index: number) => moment.facts.gpuBusIds[index] ?? '',
  gpu_serial: () => '[N/A]',
  gpu_uuid: (moment: MachineMoment, index: number) => moment.facts.gpuUuids[index] ?? '',
  pid: (moment: MachineMoment, index: number) => String(programPid(moment, index)),
  process_name: (moment: MachineMoment) => programPath(moment.facts),
  name: (moment: MachineMoment) => programPath(moment.facts),
  used_gpu_memory: (moment: MachineMoment, index: number) =>
    String(moment.cards[index]?.memoryUsedMebibytes ?? 0),
  used_memory: (moment: MachineMoment, index: number) =>
    String(moment.cards[index]?.memoryUsedMebibytes ?? 0),
} as const;

function isProgramField(name: string): name is keyof typeof programFields {
  return Object.hasOwn(programFields, name);
}

/** Every second machine hides its processes from containers: the driver counts in the host's numbers and lists none. */
function queryPrograms(moment: MachineMoment, words: readonly string[]): Execution {
  const read = readCall(words, 'query-compute-apps');
  if (!read.ok) return read.answer;
  const names = read.call.fields;
  if (!names.every(isProgramField))
    return { stdout: `Field "${names[0]}" is not a valid field to query.\n\n`, stderr: '', exitCode: 2 };
  const shown =
    moment.facts.plan.seed % 2 === 0
      ? answering(moment).filter((card) => card.memoryUsedMebibytes > 1000)
      : [];
  const rows = shown.map((card) =>
    names.map((name) => programCell(moment, card, { name, call: read.call })).join(', '),
  );
  const header = names.map((name) => (isMemory(name) ? `${name} [MiB]` : name)).join(', ');
  return printed([...(read.call.header ? [header] : []), ...rows].map((line) => `${line}\n`).join(''));
}

function programCell(
  moment: MachineMoment,
  card: CardFigures,
  asked: { readonly name: keyof typeof programFields; readonly call: NvidiaCall },
): string {
  const value = programFields[asked.name](moment, card.index);
  return asked.call.units && isMemory(asked.name) ? `${value} MiB` : value;
}

function isMemory(name: string): boolean {
  return name.startsWith('used_');
}

function refusePersistence(moment: MachineMoment): Execution {
  const lines = moment.facts.gpuBusIds.map(
    (bus) => `Unable to set persistence mode for GPU ${bus}: Unknown Error\n`,
  );
  return { ...printed(lines.join('')), exitCode: 255 };
}

function helpText(moment: MachineMoment): string {
  const branch = driverBranch(moment);
  const entries = nvidiaFields
    .map((field) => namesKnown(field, branch))
    .filter((names) => names.length > 0)
    .map(
      (names) =>
        `${names.map((name) => `"${name}"`).join(' or ')}\nWhat the driver reports under this name.\n`,
    );
  return `List of valid properties to query for the switch "--query-gpu":\n\n${entries.join('\n')}`;
}

function table(moment: MachineMoment): string {
  const rule = `+${'-'.repeat(77)}+\n`;
  const head = `| NVIDIA-SMI ${moment.facts.plan.hardware.driver}`.padEnd(78);
  const rows = answering(moment).map((card) => {
    const use = `${card.celsius}C  ${card.performanceState}  ${Math.round(card.watts)}W / ${moment.facts.model.powerLimitWatts}W`;
    const memory = `${card.memoryUsedMebibytes}MiB / ${moment.facts.model.memoryMebibytes}MiB  ${card.utilizationPercent}%`;
    return `${`| ${card.index}  ${moment.facts.model.typeId}  ${use}  ${memory}`.padEnd(78)}|\n`;
  });
  return `${rule}${head}|\n${rule}${rows.join('')}${rule}`;
}

function answering(moment: MachineMoment): CardFigures[] {
  return moment.cards.filter((card) => !card.lost);
}

function complaints(moment: MachineMoment): string {
  return moment.cards
    .filter((card) => card.lost)
    .map((card) => `${noHandle(moment, card)}\n`)
    .join('');
}

function noHandle(moment: MachineMoment, card: CardFigures): string {
  return `Unable to determine the device handle for GPU${card.index}: ${moment.facts.gpuBusIds[card.index]}: Unknown Error`;
}
