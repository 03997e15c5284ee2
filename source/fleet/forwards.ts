/** Ports of pods that are served on this machine while the console runs. Shown as they stand; owned by who opened them. */
export type Forward = {
  readonly id: string;
  readonly podId: string;
  readonly podName: string;
  readonly kind: 'local' | 'unix' | 'socks';
  /** Where it listens: "127.0.0.1:8080", or a socket's path. */
  readonly listensOn: string;
  /** "localhost:80" or a socket's path in the pod; "any" of SOCKS. */
  readonly target: string;
  readonly state:
    | { readonly kind: 'open' }
    /** The listener stands; the pod's connection does not. New connections wait for it a while. */
    | { readonly kind: 'waiting'; readonly reason: string }
    | { readonly kind: 'closed'; readonly reason: string };
  readonly openConnections: number;
  readonly totalConnections: number;
  readonly failedConnections: number;
  readonly receivedBytes: number;
  readonly sentBytes: number;
  readonly sinceMs: number;
};

export type ForwardsSnapshot = { readonly forwards: readonly Forward[] };

export const noForwards: ForwardsSnapshot = { forwards: [] };
