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
  /** Read-only, not confirmed, or a file that is there would be replaced. */
  refused: 8,
  /** Nobody can tell: a gate must not take it for a regression, nor for a pass. */
  inconclusive: 9,
  hungUp: 129,
  interrupted: 130,
  quit: 131,
  terminated: 143,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
