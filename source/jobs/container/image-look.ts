/** What an engine says of an image, read from its JSON: docker's and podman's `image inspect`, and buildah's `inspect`. */
import { z } from 'zod';
import { safeText } from '../../base/safe-text.ts';
import type { ImageLook } from './container-engine.ts';
import { imageIdOf } from './image-id.ts';

const text = z.string().transform((value) => safeText(value, { maxLength: 8000 }));
const settings = z.object({
  Env: z.array(text).nullish(),
  Labels: z.record(z.string(), text).nullish(),
  ExposedPorts: z.record(z.string(), z.unknown()).nullish(),
});
const history = z.array(z.object({ created_by: text.nullish() })).nullish();

const inspected = z
  .array(
    z.object({
      Id: z.string(),
      Size: z.number(),
      Os: z.string(),
      Architecture: z.string(),
      Config: settings.nullish(),
      /** Podman alone. */
      History: history,
    }),
  )
  .min(1);

const buildahInspected = z.object({
  FromImageID: z.string(),
  /** JSON in JSON; its layers are not compressed, so their sizes are those on the disk. */
  Manifest: z.string(),
  Docker: z.object({ os: z.string(), architecture: z.string(), config: settings.nullish(), history }),
});
const layers = z.object({ layers: z.array(z.object({ size: z.number() })) });

/** null: it is not what was expected. Docker's history is asked apart. */
export function readInspected(json: string, historyLines?: readonly string[]): ImageLook | null {
  const image = parsed(inspected, json)?.[0];
  const imageId = imageIdOf(image?.Id ?? '');
  if (image === undefined || imageId === null) return null;
  return {
    imageId,
    sizeBytes: image.Size,
    platform: `${image.Os}/${image.Architecture}`,
    history: historyLines ?? createdBy(image.History),
    ...settingsOf(image.Config),
  };
}

export function readBuildahInspected(json: string): ImageLook | null {
  const image = parsed(buildahInspected, json);
  const imageId = imageIdOf(image?.FromImageID ?? '');
  if (image === null || imageId === null) return null;
  const sizes = parsed(layers, image.Manifest);
  if (sizes === null) return null;
  return {
    imageId,
    sizeBytes: sizes.layers.reduce((sum, { size }) => sum + size, 0),
    platform: `${image.Docker.os}/${image.Docker.architecture}`,
    history: createdBy(image.Docker.history),
    ...settingsOf(image.Docker.config),
  };
}

/** Docker's `history --format '{{json .CreatedBy}}'`: a string of JSON a line. */
export function readHistoryLines(stdout: string): readonly string[] {
  return stdout.split('\n').flatMap((line) => parsed(text, line) ?? []);
}

function settingsOf(
  config: z.infer<typeof settings> | null | undefined,
): Pick<ImageLook, 'environment' | 'labels' | 'exposedPorts'> {
  return {
    environment: config?.Env ?? [],
    labels: config?.Labels ?? {},
    exposedPorts: Object.keys(config?.ExposedPorts ?? {}),
  };
}

function createdBy(entries: z.infer<typeof history>): readonly string[] {
  return (entries ?? []).flatMap(({ created_by }) => created_by ?? []);
}

function parsed<Shape extends z.ZodType>(shape: Shape, json: string): z.infer<Shape> | null {
  try {
    return shape.parse(JSON.parse(json));
  } catch {
    return null;
  }
}
