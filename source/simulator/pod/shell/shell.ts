/** A shell in a simulated pod: a prompt, a line to edit, and the programs that the machine has. It says what it is. */
import type { Execution } from '../../machine/tools/execution.ts';
import type { CommandChannel } from '../command-channel.ts';
import { splitWords } from '../words.ts';
import { createLineEditor } from './line-editor.ts';
import { createTypedCommands, openingOf, type TypedCommands } from './typed-commands.ts';

export type ShellOptions = {
  readonly channel: CommandChannel;
  readonly podName: string;
  /** Ends the shell, as the end of its container does. */
  readonly signal: AbortSignal;
  /** null: there is no such program. */
  runProgram(argv: readonly string[]): Execution | null;
  /** As over SSH without a terminal: for who makes the terminal one for programs. */
  run(command: string, channel: CommandChannel): void;
};

const followEveryMs = 1000;
const oneProgramText =
  'This simulated shell takes one program with its words: no pipes, lists, variables or open quotes.\n';

export function serveShell({ channel, podName, signal, runProgram, run: runCommand }: ShellOptions): void {
  let following: NodeJS.Timeout | null = null;
  let typed: TypedCommands | null = null;
  const write = (text: string): void => {
    if (channel.writable) channel.write(text.replaceAll(/\r?\n/g, '\r\n'));
  };
  const editor = createLineEditor({
    prompt: `\x1b[1mroot@${podName}\x1b[m:~# `,
    write,
    onEvent(event) {
      if (event.kind === 'line') run(event.text);
      else if (event.kind === 'end') end(0);
      else prompt();
    },
  });

  function run(line: string): void {
    const opening = openingOf(line);
    if (opening !== null) forProgram(opening);
    else runTyped(line);
  }

  function runTyped(line: string): void {
    const argv = splitWords(line.trim());
    if (argv === null) say(oneProgramText);
    else runWords(argv);
  }

  function runWords(argv: readonly string[]): void {
    const [program = '', ...words] = argv;
    const isFollowing = program === 'tail' && words.some((word) => /^-\w*[fF]/.test(word));
    if (program === '') prompt();
    else if (program === 'exit' || program === 'logout') end(Number(words[0] ?? 0) || 0);
    else if (program === 'help') say(helpText);
    else if (program === 'clear') say('\x1b[2J\x1b[H');
    else if (isFollowing) follow(words.at(-1) ?? '');
    else runOnce(argv);
  }

  /** From here on no prompt, no echo. */
  function forProgram({ mark, word }: { readonly mark: string; readonly word: string }): void {
    const raw = (bytes: Buffer | string): void => {
      if (channel.writable) channel.write(bytes);
    };
    typed = createTypedCommands(mark, { write: raw, run: runCommand });
    raw(`${mark}${word};`);
  }

  function runOnce(argv: readonly string[]): void {
    const done = runProgram(argv);
    if (done === null)
      say(`${argv[0]}: command not found (this machine is simulated; help says what it has)\n`);
    else say(done.stdout + done.stderr);
  }

  function say(text: string): void {
    write(text);
    prompt();
  }

  /** New lines of a log as they come, until Ctrl-C. */
  function follow(path: string): void {
    let seen = new Set<string>();
    const look = (): void => {
      const lines = (runProgram(['tail', path])?.stdout ?? '').split('\n').filter((line) => line !== '');
      const fresh = lines.filter((line) => !seen.has(line));
      seen = new Set(lines);
      write(fresh.map((line) => `${line}\n`).join(''));
    };
    const first = runProgram(['tail', path]);
    if (first === null || first.exitCode !== 0) {
      say(first?.stderr ?? `tail: cannot open '${path}'\n`);
      return;
    }
    look();
    following = setInterval(look, followEveryMs);
  }

  function prompt(): void {
    if (following !== null) clearInterval(following);
    following = null;
    editor.show();
  }

  function end(exitCode: number): void {
    if (following !== null) clearInterval(following);
    following = null;
    typed?.close();
    signal.removeEventListener('abort', hangUp);
    if (!channel.writable) return;
    channel.exit(exitCode & 255);
    channel.end();
  }

  function hangUp(): void {
    write('\r\nThe container has ended.\n');
    end(1);
  }

  channel.setEncoding('utf8');
  channel.on('data', (input: string) => {
    if (typed !== null) typed.feed(input);
    else if (following === null || input.includes('\x03')) editor.feed(input);
  });
  channel.on('error', () => end(1));
  channel.on('end', () => end(0));
  channel.on('close', () => end(0));
  signal.addEventListener('abort', hangUp, { once: true });
  write(`This machine is simulated: help says what its shell knows.\n`);
  prompt();
}

const helpText = `help, exit, clear       this shell
hostname, uname, whoami, date, nproc, uptime, env
nvidia-smi, rocm-smi    the cards, where it has some
ps, free, df            processes, memory, disks
ls, cat, head, tail -f  files it has, such as /var/log/nginx/access.log
`;
