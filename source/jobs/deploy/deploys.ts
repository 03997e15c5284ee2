/** What the console asks of projects and releases. Implemented by `createDeploys`. */
import type { DeployRequest } from '../model/deploy.ts';
import type { DeploysSnapshot } from '../model/deploys.ts';

export type Deploys = {
  snapshot(): DeploysSnapshot;
  /** Returns what ends the subscription. */
  subscribe(listener: () => void): () => void;
  /** Reads projects and releases from the disk, and asks the API for GPUs. */
  read(): void;
  /** The same from the disk alone, as often as anybody likes: what another console or a command has done since. */
  readAgain(): void;
  /** The answer becomes `plan` of the snapshot; a newer request takes the place of an older one. */
  plan(request: DeployRequest): void;
  /** @returns The name that its job goes by, or why it is not begun. */
  nameOf(
    request: DeployRequest,
  ): { readonly ok: true; readonly name: string } | { readonly ok: false; readonly reason: string };
  close(): void;
};
