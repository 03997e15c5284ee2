/** Exit codes of the command line; they are part of its interface, and documented in docs/cli.md. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  notFound: 3,
  authentication: 4,
  unreachable: 5,
  healthWarn: 6,
  healthFail: 7,
  /** Read-only, or not confirmed. */
  refused: 8,
  hungUp: 129,
  interrupted: 130,
  quit: 131,
  terminated: 143,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
