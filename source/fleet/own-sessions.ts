/** What this console itself has open to a pod beside its telemetry, as the pod counts it. */
export type OwnSessions = {
  /** Open for so long that the pod's newest figures must count them. */
  readonly connectionsAtLeast: number;
  /** With those that have just been opened or closed. */
  readonly connectionsAtMost: number;
  readonly terminals: number;
};

export const noSessions: OwnSessions = { connectionsAtLeast: 0, connectionsAtMost: 0, terminals: 0 };
