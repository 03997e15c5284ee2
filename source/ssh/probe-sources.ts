/** What the probe asks for: the collectors' own sources, each with the number it goes by in the probe's output. */
import { type Field, hotFields, staticFields, warmFields } from '../../pod-agent/collectors/gpu/fields.ts';
import { gpuSources } from '../../pod-agent/collectors/gpu.ts';
import { listSources, type WantedSource } from '../../pod-agent/collectors/source-list.ts';

export type ProbeSource = WantedSource & {
  /** Of nvidia-smi queries: what is wanted, to be narrowed to what the driver there knows. */
  readonly fields: readonly Field[] | null;
};

export const probeSources: readonly ProbeSource[] = listSources(['once', 'warm', 'hot']).map((wanted) => ({
  ...wanted,
  fields: fieldsOf(wanted),
}));

function fieldsOf({ wantedBy }: WantedSource): readonly Field[] | null {
  const id = wantedBy.find(({ collectorId }) => collectorId === 'gpu')?.sourceId;
  if (id === gpuSources.hot.id) return hotFields;
  if (id === gpuSources.warm.id) return warmFields;
  return id === gpuSources.static.id ? staticFields : null;
}
