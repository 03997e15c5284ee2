/** Entering a pod: a shell that takes the terminal, and forwards of its ports. */
import type { PodEntry } from '../../fleet/fleet.ts';
import { listenerText, readForward } from '../../fleet/forward-spec.ts';
import { noticed, type Outcome, seen } from './outcome.ts';
import { selectedEntry } from './pod-actions.ts';
import type { Situation } from './situation.ts';
import { openTable, selectedTableRow } from './tables.ts';
import { editText, fieldOf, type TextEdit } from './text-field.ts';
import type { ForwardForm, View } from './view.ts';

export function askShell(view: View, situation: Situation): Outcome {
  const entry = selectedEntry(view, situation);
  const reason = shellRefusal(view, entry);
  if (entry === null || reason !== null) return warned(view, reason ?? 'no pod is selected', situation);
  return { view, asks: [{ kind: 'open-shell', podId: entry.pod.id }] };
}

/** null where a shell may be tried. */
export function shellRefusal(view: View, entry: PodEntry | null): string | null {
  if (view.readOnly) return 'read-only: a shell could change the pod (settings, --read-only)';
  return entryRefusal(entry);
}

export function entryRefusal(entry: PodEntry | null): string | null {
  if (entry === null) return 'no pod is selected';
  const { pod } = entry;
  if (pod.ssh !== null || pod.proxySsh !== null) return null;
  return pod.state.kind === 'running'
    ? `${pod.name} has no SSH address yet`
    : `${pod.name} cannot be entered: it is ${pod.state.kind}`;
}

/** Without a port of its own a pod is reached by a terminal, or not at all. */
function forwardRefusal(entry: PodEntry | null): string | null {
  if (entry === null || entry.pod.ssh !== null) return null;
  return `${entry.pod.name} has no public port 22, and RunPod's proxy forwards nothing: add 22/tcp to its ports`;
}

/** The page where the pod has forwards already, else the form. */
export function askForward(view: View, situation: Situation): Outcome {
  const entry = selectedEntry(view, situation);
  if (entry === null) return warned(view, 'no pod is selected', situation);
  const { forwards } = situation.forwards;
  if (forwards.some(({ podId }) => podId === entry.pod.id)) return openTable(view, 'forwards');
  return openForwardForm(view, entry, situation);
}

/** From the page: one more for the pod of the selected row, else for the pod that is selected in the list. */
export function askNewForward(view: View, situation: Situation): Outcome {
  const row = selectedForward(view, situation);
  const podId = row?.podId ?? view.list.selectedId;
  const entry = podId === null ? undefined : situation.fleet.pods.get(podId);
  return openForwardForm(view, entry ?? null, situation);
}

function openForwardForm(view: View, entry: PodEntry | null, situation: Situation): Outcome {
  const reason = entryRefusal(entry) ?? forwardRefusal(entry);
  if (entry === null || reason !== null) return warned(view, reason ?? 'no pod is selected', situation);
  return seen({
    ...view,
    overlay: { kind: 'forward-form', podId: entry.pod.id, field: fieldOf(''), index: -1, reason: null },
  });
}

export function editForwardForm(view: View, form: ForwardForm, edit: TextEdit): View {
  return { ...view, overlay: { ...form, field: editText(form.field, edit), index: -1, reason: null } };
}

/** Puts the next known port into the field. */
export function stepForwardChoice(view: View, step: 1 | -1, situation: Situation): Outcome {
  const { overlay } = view;
  if (overlay?.kind !== 'forward-form') return seen(view);
  const choices = forwardChoices(overlay.podId, situation);
  const index = (Math.max(overlay.index, step === 1 ? -1 : 0) + step + choices.length) % choices.length;
  const field = fieldOf(choices[index]?.typed ?? '');
  return seen({ ...view, overlay: { ...overlay, index, field, reason: null } });
}

export function acceptForward(view: View, situation: Situation): Outcome {
  const { overlay } = view;
  if (overlay?.kind !== 'forward-form') return seen(view);
  const read = readForward(overlay.field.text);
  if (!read.ok) return seen({ ...view, overlay: { ...overlay, reason: read.reason } });
  const listens = listenerText(read.value.listener);
  const taken = situation.forwards.forwards.find(({ listensOn }) => listensOn === listens);
  if (taken !== undefined)
    return seen({ ...view, overlay: { ...overlay, reason: `${listens} serves ${taken.podName} already` } });
  const closed = openTable({ ...view, overlay: null }, 'forwards');
  return {
    view: closed.view,
    asks: [...closed.asks, { kind: 'open-forward', podId: overlay.podId, spec: read.value }],
  };
}

export function closeForward(view: View, situation: Situation): Outcome {
  const forward = selectedForward(view, situation);
  if (forward === null) return warned(view, 'there is no forward to close', situation);
  const text = `closed ${forward.listensOn}`;
  return {
    view: { ...view, notice: { level: 'info', text, atMs: situation.nowMs } },
    asks: [{ kind: 'close-forward', forwardId: forward.id }],
  };
}

export function selectedForward(view: View, situation: Situation) {
  const row = selectedTableRow(view, situation);
  return situation.forwards.forwards.find(({ listensOn }) => listensOn === row?.key) ?? null;
}

export type ForwardChoice = { readonly typed: string; readonly why: string };

/** RunPod's own, which nobody declares. */
const ownPorts: ReadonlySet<number> = new Set([22, 19_123]);
const maxChoices = 6;

/** Ports that the pod is known to have, in the form in which one would type them; SOCKS last. */
export function forwardChoices(
  podId: string,
  { fleet, forwards }: Pick<Situation, 'fleet' | 'forwards'>,
): readonly ForwardChoice[] {
  const used = new Set(forwards.forwards.map(({ listensOn }) => listensOn));
  const ports = fleet.pods.get(podId)?.pod.ports ?? [];
  const known = [...new Map(ports.map((port) => [port.privatePort, port.type])).entries()]
    .filter(([port]) => !ownPorts.has(port))
    .slice(0, maxChoices);
  const shown = known.length > 0 ? known : [[80, 'http'] as const];
  const free = (port: number): number => (used.has(`127.0.0.1:${port}`) ? 0 : port);
  return [
    ...shown.map(([port, type]) => ({
      typed: `${free(port < 1024 ? port + 8000 : port)}:localhost:${port}`,
      why: known.length > 0 ? `${type}, declared by the pod` : 'the usual web server',
    })),
    { typed: `socks ${free(1080)}`, why: "a SOCKS5 proxy into the pod's network" },
  ];
}

function warned(view: View, text: string, { nowMs }: Situation): Outcome {
  return noticed(view, { level: 'warn', text, atMs: nowMs });
}
