/** Flags that say which lines of logs are wanted. */
import type { FlagDefinition } from './flag-definition.ts';

export const logFlags = {
  follow: { type: 'boolean', shortFlag: 'f', help: 'go on with what comes' },
  since: {
    type: 'string',
    value: 'TIME',
    help: 'nothing older: 30s, 5m, 1h30m, 2d, or a time such as 2026-11-25T12:00:00Z',
  },
  tail: {
    type: 'number',
    value: 'N',
    range: { isWhole: true, min: 0, max: 5000 },
    help: 'lines of before from each source, 0 to 5000; default 200, with --since all that RunPod has, and 5000 of a file',
  },
  grep: {
    type: 'string',
    value: 'PATTERN',
    help: 'only lines with this text, or with /a pattern/; !text without it',
  },
  context: {
    type: 'number',
    shortFlag: 'C',
    value: 'N',
    range: { isWhole: true, min: 0, max: 1000 },
    help: 'lines around each that --grep finds',
  },
  source: {
    type: 'string',
    isMultiple: true,
    value: 'SOURCE',
    help: 'container, system, nginx, or the path of a file in the pod; may be given often; default container and system',
  },
  previous: {
    type: 'boolean',
    shortFlag: 'p',
    help: 'the log of the container before the last start, as far as RunPod still has it',
  },
  timestamps: { type: 'boolean', help: 'the time before each line' },
} as const satisfies Record<string, FlagDefinition>;
