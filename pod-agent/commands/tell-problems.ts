/** What is wrong with the settings, on standard error: the command goes on without them. */
export function tellProblems(problems: readonly string[]): void {
  for (const problem of problems) process.stderr.write(`pod-agent: ${problem}\n`);
}
