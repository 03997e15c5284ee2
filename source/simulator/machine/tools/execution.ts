/** What a command printed and how it ended. */
export type Execution = { readonly stdout: string; readonly stderr: string; readonly exitCode: number };

export function printed(stdout: string): Execution {
  return { stdout, stderr: '', exitCode: 0 };
}
