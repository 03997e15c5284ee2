/** What the watch asks of SSH: keep a telemetry stream from a pod alive, and say how it stands. */
import type { Frame } from '../../pod-agent/protocol/frames.ts';
import type { Link } from '../fleet/link.ts';
import type { SshEndpoint } from '../fleet/pod.ts';

export type LinkTarget = {
  readonly podId: string;
  readonly podName: string;
  /** See Pod.generation: with a new one, a new host key is expected. */
  readonly generation: string | null;
  readonly endpoint: SshEndpoint;
  /** `proxy`: the endpoint is RunPod's proxy, which gives a shell on a terminal and no more. */
  readonly way?: 'direct' | 'proxy';
  readonly intervalMs: number;
  /** The first health report is to be a verdict: nothing is waited for to last. For who asks once. */
  readonly look?: true;
  /** Nothing is starting there, as on a host given by hand: who refuses the connection twice is not tried again. */
  readonly refusalIsFinal?: true;
};

export type LinkListener = {
  onLink(link: Link): void;
  /** Frames are decoded, checked, and every string in them is made safe. */
  onFrame(frame: Frame): void;
};

export type LinkHandle = {
  /** Drop the backoff and try at once. */
  retryNow(): void;
  /** The pod moved (a restart changes its port), or its generation changed. */
  retarget(target: LinkTarget): void;
  close(): void;
};

export type Links = {
  open(target: LinkTarget, listener: LinkListener): LinkHandle;
  /** Ends every link and releases every socket and timer. */
  close(): Promise<void>;
};
