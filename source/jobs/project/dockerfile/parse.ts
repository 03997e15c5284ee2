/** Reads a Dockerfile's text. Whatever stands in it, something is returned: what is no instruction becomes a fault. */
import type { Dockerfile, Instruction, Stage, StageBase } from './dockerfile.ts';
import { stageNamed } from './dockerfile.ts';
import { directivesOf, type LogicalLine, logicalLines } from './logical-lines.ts';
import { assignments, filledIn, splitWords } from './variables.ts';

/** `buildArguments` take the place of what ARG before the first FROM says. */
export function parseDockerfile(
  text: string,
  buildArguments: Readonly<Record<string, string>> = {},
): Dockerfile {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const { syntax, escapeLetter } = directivesOf(lines);
  const globalArguments: Instruction[] = [];
  const stages: Stage[] = [];
  const faults: { line: number; reason: string }[] = [];
  for (const logical of logicalLines(lines, escapeLetter)) {
    const instruction = instructionOf(logical);
    const { keyword, line } = instruction;
    const stage = stages.at(-1);
    if (!keywords.has(keyword)) faults.push({ line, reason: `"${keyword}" is no instruction` });
    else if (keyword === 'FROM')
      stages.push(stageOf(instruction, stages, valuesOf(globalArguments, buildArguments)));
    else if (stage !== undefined)
      stages[stage.index] = { ...stage, instructions: [...stage.instructions, instruction] };
    else if (keyword === 'ARG') globalArguments.push(instruction);
    else faults.push({ line, reason: `${keyword} stands before the first FROM` });
  }
  if (stages.length === 0) faults.push({ line: 1, reason: 'there is no FROM' });
  return { syntax, globalArguments, stages, faults };
}

const keywords: ReadonlySet<string> = new Set([
  'ADD',
  'ARG',
  'CMD',
  'COPY',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'FROM',
  'HEALTHCHECK',
  'LABEL',
  'MAINTAINER',
  'ONBUILD',
  'RUN',
  'SHELL',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
]);

function instructionOf({ line, text, heredocs }: LogicalLine): Instruction {
  const [, keyword = '', after = ''] = /^(\S+)\s*(.*)$/s.exec(text) ?? [];
  const flags: Record<string, readonly string[]> = {};
  let rest = after;
  for (;;) {
    const flag = /^--([a-z][a-z-]*)(?:=(\S*))?(?:\s+|$)/.exec(rest);
    if (flag === null) break;
    const [, name = '', value = ''] = flag;
    flags[name] = [...(flags[name] ?? []), value.replace(/^["']|["']$/g, '')];
    rest = rest.slice(flag[0].length);
  }
  return { keyword: keyword.toUpperCase(), line, flags, text: rest, words: wordsOf(rest), heredocs };
}

/** What is no valid JSON list of texts is the shell form, whatever it looks like. */
function wordsOf(text: string): readonly string[] | null {
  if (!text.startsWith('[')) return null;
  try {
    const words: unknown = JSON.parse(text);
    return Array.isArray(words) && words.every((word) => typeof word === 'string') ? words : null;
  } catch {
    return null;
  }
}

/** Builders set these themselves. */
const ownArguments = { TARGETPLATFORM: 'linux/amd64', TARGETOS: 'linux', TARGETARCH: 'amd64' };

function valuesOf(
  globalArguments: readonly Instruction[],
  buildArguments: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const values: Record<string, string> = { ...ownArguments };
  for (const { name, value } of globalArguments.flatMap(({ text }) => assignments(text))) {
    const given = Object.hasOwn(buildArguments, name) ? buildArguments[name] : value;
    const filled = given === undefined || given === null ? null : filledIn(given, values);
    if (filled !== null) values[name] = filled;
  }
  return values;
}

function stageOf(
  from: Instruction,
  before: readonly Stage[],
  values: Readonly<Record<string, string>>,
): Stage {
  const [text = '', as, name] = splitWords(from.text);
  const isNamed = as?.toLowerCase() === 'as' && name !== undefined;
  return {
    index: before.length,
    name: isNamed ? name.toLowerCase() : null,
    from,
    base: baseOf(text, before, values),
    instructions: [],
  };
}

function baseOf(text: string, before: readonly Stage[], values: Readonly<Record<string, string>>): StageBase {
  const reference = filledIn(text, values);
  if (reference === null || reference === '') return { kind: 'unknown', text };
  if (reference === 'scratch') return { kind: 'scratch' };
  const stage = /^\d+$/.test(reference) ? undefined : stageNamed(before, reference);
  return stage === undefined ? { kind: 'image', reference } : { kind: 'stage', index: stage.index };
}
