/** A container engine: docker with buildx, podman, or buildah, by what all of them can do. */
import type { RunProgram } from '../programs/run-program.ts';

export type EngineKind = 'docker' | 'podman' | 'buildah';

export type FoundEngine =
  | { readonly ok: true; readonly engine: ContainerEngine }
  /** What was tried, and what each said. */
  | { readonly ok: false; readonly reason: string; readonly fix: string };

export type BuildRequest = {
  readonly context: string;
  readonly dockerfile: string;
  readonly target: string | null;
  readonly platform: 'linux/amd64';
  readonly reference: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly arguments: Readonly<Record<string, string>>;
  /** Files by id. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
};

/** `fraction` is null where the engine does not say how many steps there are. */
export type BuildProgress =
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'step'; readonly fraction: number | null; readonly text: string };

export type EngineResult<Value> =
  | { readonly ok: true; readonly value: Value }
  /** `evidence`: the end of what the engine said, made safe, at most 30 lines. */
  | {
      readonly ok: false;
      readonly reason: string;
      readonly evidence: readonly string[];
      /** What to do about it, where that is known. */
      readonly fix?: string;
    };

export type BuiltImage = { readonly imageId: string; readonly sizeBytes: number };

export type ImageLook = BuiltImage & {
  readonly environment: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** e.g. 80/tcp */
  readonly exposedPorts: readonly string[];
  /** The commands that made its layers. */
  readonly history: readonly string[];
  /** e.g. linux/amd64 */
  readonly platform: string;
};

export type RunRequest = {
  readonly reference: string;
  readonly label: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Published on free ports of 127.0.0.1. */
  readonly ports: readonly number[];
  readonly startCommand: string | null;
};

export type RunningContainer = {
  readonly containerId: string;
  /** By the port inside. */
  readonly portOf: Readonly<Record<number, number>>;
};

export type ContainerEngine = {
  readonly kind: EngineKind;
  readonly program: string;
  readonly version: string;
  /** buildah builds and pushes; it runs nothing that could be published. */
  readonly canRun: boolean;
  /** Where it keeps its images on this machine; absent where that was not asked, or it does not say. */
  readonly imagesFolder?: string;
  build(
    request: BuildRequest,
    onProgress: (progress: BuildProgress) => void,
    signal: AbortSignal,
  ): Promise<EngineResult<BuiltImage>>;
  /** null: it has no such image. */
  look(reference: string, signal: AbortSignal): Promise<EngineResult<ImageLook | null>>;
  run(request: RunRequest, signal: AbortSignal): Promise<EngineResult<RunningContainer>>;
  /** Those that carry the label, running or not. */
  labelled(label: string, signal: AbortSignal): Promise<EngineResult<readonly string[]>>;
  /** null: it still runs. */
  exitCode(containerId: string, signal: AbortSignal): Promise<EngineResult<number | null>>;
  logs(containerId: string, lines: number, signal: AbortSignal): Promise<readonly string[]>;
  /** By SIGTERM, and SIGKILL when that time is over. */
  stop(
    containerId: string,
    withinMs: number,
    signal: AbortSignal,
  ): Promise<EngineResult<{ readonly tookMs: number; readonly exitCode: number | null }>>;
  remove(containerId: string, signal: AbortSignal): Promise<EngineResult<null>>;
  /** @returns The digest that the engine says it pushed; null where it says none. The registry is asked afterwards. */
  push(
    reference: string,
    options: { readonly isPlainHttp: boolean },
    onProgress: (progress: BuildProgress) => void,
    signal: AbortSignal,
  ): Promise<EngineResult<{ readonly digest: string | null }>>;
};

export type EngineOptions = {
  readonly run: RunProgram;
  /** Where CONTAINER_ENGINE is looked for. */
  readonly environment: Readonly<Record<string, string | undefined>>;
};
