/** A process that ends, by itself or "killed", while a program of its own runs. Says that program's process id first. */
import { runProgram } from '../../../../source/jobs/programs/run-program.ts';

await runProgram({
  program: 'sh',
  words: ['-c', 'echo $$; exec sleep 600'],
  timeoutMs: 600_000,
  signal: new AbortController().signal,
  onLine(line) {
    process.stdout.write(`${line}\n`, () =>
      process.argv[2] === 'killed' ? process.kill(process.pid, 'SIGKILL') : process.exit(0),
    );
  },
});
