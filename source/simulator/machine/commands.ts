/** The programs that the machine has. */
import type { MachineMoment } from './machine.ts';
import { type Execution, printed } from './tools/execution.ts';
import { fileEnd, list } from './tools/files.ts';
import { nvidiaSmi } from './tools/nvidia-smi.ts';
import { rocmSmi } from './tools/rocm-smi.ts';
import { shell } from './tools/shell.ts';
import { cat, df, env, free, ps, uptime } from './tools/system.ts';

type Program = (moment: MachineMoment, words: readonly string[]) => Execution;

const everywhere: Readonly<Record<string, Program>> = {
  date: (_, words) => printed(words[0] === '+%z' ? '+0000\n' : ''),
  cat,
  df,
  env,
  free,
  ps,
  uptime,
  head: fileEnd,
  tail: fileEnd,
  ls: list,
  sh: shell,
  true: () => printed(''),
  echo: (_, words) => printed(`${words.join(' ')}\n`),
  hostname: ({ facts }) => printed(`${facts.hostname}\n`),
  nproc: ({ facts }) => printed(`${facts.hostCores}\n`),
  uname: () => printed('Linux\n'),
  whoami: () => printed('root\n'),
};

const byVendor: Readonly<Record<'nvidia' | 'amd', Readonly<Record<string, Program>>>> = {
  nvidia: { 'nvidia-smi': nvidiaSmi },
  amd: { 'rocm-smi': rocmSmi },
};

/** null: there is no such program. A path is taken for the name at its end. */
export function runProgram(moment: MachineMoment, argv: readonly string[]): Execution | null {
  const [path = '', ...words] = argv;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const program = own(everywhere, name) ?? own(byVendor[moment.facts.model.vendor], name);
  return program === null ? null : program(moment, words);
}

function own(programs: Readonly<Record<string, Program>>, name: string): Program | null {
  return Object.hasOwn(programs, name) ? (programs[name] ?? null) : null;
}
