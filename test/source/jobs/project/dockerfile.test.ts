/** How a Dockerfile's text becomes instructions and stages. */
import { expect, test } from 'vitest';
import { imageStages } from '../../../../source/jobs/project/dockerfile/dockerfile.ts';
import { parseDockerfile } from '../../../../source/jobs/project/dockerfile/parse.ts';
import {
  assignments,
  environmentAssignments,
  filledIn,
} from '../../../../source/jobs/project/dockerfile/variables.ts';

test('continued lines, comments within them, and line numbers', () => {
  const { stages, faults } = parseDockerfile(
    'FROM a:1\n# note\nRUN one && \\\n  # within\n\n  two \\  \n  three\nCMD ["x", "y"]\n',
  );
  expect(faults).toEqual([]);
  expect(stages[0]?.instructions).toEqual([
    { keyword: 'RUN', line: 3, flags: {}, text: 'one &&   two   three', words: null, heredocs: [] },
    { keyword: 'CMD', line: 8, flags: {}, text: '["x", "y"]', words: ['x', 'y'], heredocs: [] },
  ]);
});

test('heredocs belong to their instruction', () => {
  const { stages, faults } = parseDockerfile(
    'FROM a:1\nRUN <<EOF\nFROM nowhere\necho\nEOF\nCOPY <<-"ONE" <<TWO /x/\n\t1\n\tONE\n2\nTWO\nRUN cat <<<here\nUSER u\n',
  );
  expect(faults).toEqual([]);
  expect(stages[0]?.instructions.map(({ keyword, line, heredocs }) => [keyword, line, heredocs])).toEqual([
    ['RUN', 2, ['FROM nowhere\necho']],
    ['COPY', 6, ['1', '2']],
    ['RUN', 11, []],
    ['USER', 12, []],
  ]);
});

test('directives stand at the very top', () => {
  const text = '# syntax=docker/dockerfile:1\n# escape=`\nFROM a:1\nRUN one `\n two\n';
  const read = parseDockerfile(text);
  expect(read.syntax).toEqual({ image: 'docker/dockerfile:1', line: 1 });
  expect(read.stages[0]?.instructions[0]?.text).toBe('one  two');
  expect(parseDockerfile('\n# syntax=x\nFROM a:1').syntax).toBeNull();
});

test('arguments before FROM fill in bases, and the project may set them', () => {
  const text = `ARG VERSION=1.0\nARG NAME=app\${VERSION}\nFROM x/$NAME AS one\nFROM \${MISSING}\nFROM \${MISSING:-y:2}\nFROM --platform=$BUILDPLATFORM One\nFROM scratch`;
  const bases = parseDockerfile(text, { VERSION: '2.0' }).stages.map(({ base }) => base);
  expect(bases).toEqual([
    { kind: 'image', reference: 'x/app2.0' },
    { kind: 'unknown', text: `\${MISSING}` },
    { kind: 'image', reference: 'y:2' },
    { kind: 'stage', index: 0 },
    { kind: 'scratch' },
  ]);
});

test('the image is made of its target and what that stands upon', () => {
  const read = parseDockerfile('FROM a:1 AS base\nFROM b:1 AS tools\nFROM base AS app\nFROM app\n');
  const names = (target: string | null) => imageStages(read, target).map(({ index }) => index);
  expect(names(null)).toEqual([3, 2, 0]);
  expect(names('APP')).toEqual([2, 0]);
  expect(names('1')).toEqual([1]);
  expect(names('gone')).toEqual([]);
});

test('what is no instruction is a fault, with its line', () => {
  expect(parseDockerfile('RUN x\nFROM a:1\nRUM y\n').faults).toEqual([
    { line: 1, reason: 'RUN stands before the first FROM' },
    { line: 3, reason: '"RUM" is no instruction' },
  ]);
  expect(parseDockerfile('').faults).toEqual([{ line: 1, reason: 'there is no FROM' }]);
  expect(parseDockerfile('FROM a:1\nONBUILD RUN x\n').faults).toEqual([]);
});

test('assignments, quoted and older', () => {
  expect(environmentAssignments('A=1 B="two words" C=a\\ b D=\'$X\'')).toEqual([
    { name: 'A', value: '1' },
    { name: 'B', value: 'two words' },
    { name: 'C', value: 'a b' },
    { name: 'D', value: '$X' },
  ]);
  expect(environmentAssignments('NAME the rest = all')).toEqual([{ name: 'NAME', value: 'the rest = all' }]);
  expect(assignments('A B=2')).toEqual([
    { name: 'A', value: null },
    { name: 'B', value: '2' },
  ]);
});

test.each([
  [`$A/\${B}`, '1/'],
  [`\${B:-x}`, 'x'],
  [`\${B-x}`, ''],
  [`\${A:+x}\${C:+y}`, 'x'],
  ['$C', null],
])('%s is filled in', (text, expected) => {
  expect(filledIn(text, { A: '1', B: '' })).toBe(expected);
});
