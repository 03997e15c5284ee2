/** The telemetry link to one pod: one of several shapes, each with since when and, where it is down, why. */

export type Link =
  /** No way to reach the pod: stopped, or no public SSH port. */
  | { readonly kind: 'none'; readonly reason: string }
  /** In the queue for a handshake. */
  | { readonly kind: 'waiting'; readonly sinceMs: number }
  | { readonly kind: 'connecting'; readonly sinceMs: number; readonly attempt: number }
  | { readonly kind: 'live'; readonly sinceMs: number; readonly via: LinkVia; readonly over?: LinkOver }
  /** Connected, but nothing has come for three intervals. */
  | { readonly kind: 'stale'; readonly sinceMs: number; readonly via: LinkVia; readonly over?: LinkOver }
  | {
      readonly kind: 'lost';
      readonly sinceMs: number;
      readonly reason: string;
      readonly attempt: number;
      readonly retryAtMs: number | null;
    }
  /** Will not be tried again by itself: authentication, host key, configuration. `hint` says what to do. */
  | { readonly kind: 'refused'; readonly sinceMs: number; readonly reason: string; readonly hint: string };

/** `agent`: the Node agent; `probe`: the shell script, where the pod has no Node. */
export type LinkVia = 'agent' | 'probe';

/** The transport: this program's own SSH, the system's ssh, or a shell on a terminal through RunPod's proxy. */
export type LinkOver = 'ssh2' | 'system' | 'pty';

/** For the screen and for messages. */
export const transportTexts: Readonly<Record<LinkOver, string>> = {
  ssh2: 'ssh2',
  system: 'system ssh',
  pty: 'RunPod’s proxy',
};
