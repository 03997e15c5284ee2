/** The `pod-engine` program. Parses first; what a command needs is loaded when it runs, so that `--help` opens nothing. */
import { redact } from './base/redact.ts';
import { exitCodes } from './commands/exit-codes.ts';
import { runCommandLine } from './commands/run.ts';

try {
  process.exitCode = await runCommandLine(process.argv.slice(2));
} catch (error) {
  // Node itself would print the line of the bundle where it happened, which is half a megabyte long.
  process.stderr.write(
    `pod-engine failed, which should not happen:\n${redact(String(error instanceof Error ? error.stack : error), [])}\n`,
  );
  process.exitCode = exitCodes.failed;
}
