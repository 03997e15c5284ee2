/** What a kind of engine is: how it shows that it works, and how one is made of a program. */
import type { RunProgram } from '../programs/run-program.ts';
import type { ContainerEngine, EngineKind } from './container-engine.ts';

export type EngineMaker = {
  readonly kind: EngineKind;
  /** Questions that it answers well where it works: its daemon, its storage. */
  readonly working: readonly (readonly string[])[];
  /** The last of these questions is for the folder of its images, so that nobody has to ask an engine that is slow to answer. */
  readonly tellsFolder?: true;
  make(options: {
    readonly run: RunProgram;
    readonly program: string;
    readonly version: string;
  }): ContainerEngine;
};
