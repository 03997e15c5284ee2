/** The agent's entry: finds the verb, runs it, ends with its exit code. */
import { type Command, UsageError } from './commands/command.ts';
import { commands } from './commands/index.ts';

/** Exit code of a command line that is not understood, and of a fault of our own. */
const misuse = 2;
const fault = 70;

/** Children that do not end when asked are killed after a second. */
const lastResortAfterMs = 2000;

main(process.argv.slice(2)).then(
  (exitCode) => end(exitCode),
  (error: unknown) => {
    process.stderr.write(`pod-agent: ${error instanceof Error ? error.message : String(error)}\n`);
    end(error instanceof UsageError ? misuse : fault);
  },
);

async function main(args: readonly string[]): Promise<number> {
  const command = commands.find(({ name }) => name.split(' ').every((word, index) => args[index] === word));
  if (command === undefined) return withoutCommand(args);
  const rest = args.slice(command.name.split(' ').length);
  if (rest.includes('--help') || rest.includes('-h')) return print(command.help);
  return command.run(rest);
}

function withoutCommand(args: readonly string[]): number {
  const [first] = args;
  if (first === '--version') return print(`${__VERSION__}\n`);
  if (first === '--help' || first === '-h') return print(overview(commands));
  if (first === undefined) throw new UsageError(`say what to do.\n\n${overview(commands)}`);
  throw new UsageError(`"${args.join(' ')}" is not a command.\n\n${overview(commands)}`);
}

function overview(all: readonly Command[]): string {
  const shown = all.filter(({ isHidden }) => isHidden !== true);
  const lines = shown.map(({ name, summary }) => `  ${name.padEnd(18)}${summary}`);
  return `Usage: pod-agent COMMAND [options]\n\n${lines.join('\n')}\n\nOptions: --help, --version. "pod-agent COMMAND --help" tells more.\n`;
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

/**
 * The process ends by itself once its output is out and its children are gone. What still holds it then is a system call
 * that does not return, such as a question to a volume that has gone away; `process.exit` would wait for that as well.
 */
function end(exitCode: number): void {
  process.exitCode = exitCode;
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), lastResortAfterMs).unref();
}
