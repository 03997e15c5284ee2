/** A container that tries the image out on this machine. It is known by its label alone. */
import type { ContainerEngine } from '../../container/container-engine.ts';
import type { Effect } from './effect.ts';

export const localContainer: Effect<'local-container'> = {
  kind: 'local-container',

  title: ({ label }) => `the container with the label ${label}`,

  async find({ program, label }, { doors, signal }) {
    const found = await doors.engineNamed(program).labelled(label, signal);
    if (!found.ok) return { kind: 'unknown', reason: found.reason };
    const [containerId] = found.value;
    return containerId === undefined ? { kind: 'did-not' } : { kind: 'happened', result: { containerId } };
  },

  async undo({ details: { program, label } }, { doors, signal }) {
    const removed = await removeLabelled(doors.engineNamed(program), label, signal);
    if (removed.ok) return { ok: true, text: removed.text };
    return {
      ok: false,
      text: removed.reason,
      advice: `${program} rm --force $(${program} ps -aq --filter label=${label})`,
    };
  },
};

/** All that carry the label, also those that have ended. */
export async function removeLabelled(
  engine: ContainerEngine,
  label: string,
  signal: AbortSignal,
): Promise<{ readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string }> {
  const found = await engine.labelled(label, signal);
  if (!found.ok) return found;
  for (const containerId of found.value) {
    const removed = await engine.remove(containerId, signal);
    if (!removed.ok) return removed;
  }
  return {
    ok: true,
    text: found.value.length === 0 ? 'The container was gone already.' : 'The container is removed.',
  };
}
