/** What the pod is: two lines that say where it is, what it costs and how it is reached. */
import type { PodEntry } from '../../../fleet/fleet.ts';
import type { Forward } from '../../../fleet/forwards.ts';
import { type LinkOver, transportTexts } from '../../../fleet/link.ts';
import type { PodRow } from '../../../fleet/questions.ts';
import { shortDuration } from '../../../fleet/questions.ts';
import { conditionLooks } from '../../draw/condition-look.ts';
import { dollars } from '../../draw/numbers.ts';
import type { Span } from '../../draw/paint.ts';
import { fitItems, type Item } from '../../draw/rows.ts';
import { longDuration } from '../../draw/time.ts';
import { keyOf } from '../../keys/bound.ts';
import type { KeyWishes } from '../../keys/rebind.ts';

export function identityLine(row: PodRow, width: number): Span[] {
  const { pod } = row.entry;
  const texts = [
    pod.gpuName === null ? row.gpuLabel : `${row.gpuCount ?? '?'}×${pod.gpuName}`,
    pod.region,
    row.costPerHourDollars === null ? null : `$${dollars(row.costPerHourDollars)}/h`,
    row.uptimeSeconds === null ? null : `up ${longDuration(row.uptimeSeconds)}`,
    pod.rental === 'spot' ? 'spot' : null,
    pod.locked ? 'locked' : null,
    pod.image === null ? null : shortImage(pod.image),
  ];
  return [' ', ...fitItems(itemsOf(texts), width - 2, [' · ', 'faint'])];
}

/** The condition in full, with its glyph. */
export function conditionLine(row: PodRow): Span[] {
  const { glyph, role } = conditionLooks[row.condition.kind];
  return [' ', [glyph, role], ' ', [row.condition.text, role]];
}

export function linkLine(
  { entry }: PodRow,
  room: { readonly width: number; readonly nowMs: number; readonly keyWishes: KeyWishes },
): Span[] {
  const { pod, hello, sample, link } = entry;
  const agent = hello === null ? null : `${hello.agentKind} ${hello.agentVersion}`;
  const texts = [
    pod.ssh === null ? shellText(pod) : `ssh ${pod.ssh.username}@${pod.ssh.host}:${pod.ssh.port}`,
    linkText(entry, room),
    link.kind === 'live' || link.kind === 'stale' ? agent : null,
    sample === null ? null : `every ${shortDuration(sample.frame.intervalMs)}`,
    sample?.frame.agent.residentBytes == null
      ? null
      : `agent uses ${Math.round(sample.frame.agent.residentBytes / 1024 / 1024)} MiB`,
  ];
  return [' ', ...fitItems(itemsOf(texts, 'dim'), room.width - 2, [' · ', 'faint'])];
}

function overText(over: LinkOver | undefined): string {
  return over === undefined ? '' : ` by ${transportTexts[over]}`;
}

/** What of the pod is served on this machine; nothing where nothing is. */
export function forwardsLines(forwards: readonly Forward[], width: number): Span[][] {
  if (forwards.length === 0) return [];
  const texts = forwards.map(({ listensOn, target, kind, state }) => {
    const where = kind === 'socks' ? 'SOCKS5' : target;
    return `${listensOn} → ${where}${state.kind === 'open' ? '' : ` (${state.kind})`}`;
  });
  return [[' ', ['forwards ', 'dim'], ...fitItems(itemsOf(texts), width - 11, [' · ', 'faint'])]];
}

/** Without a public port RunPod's proxy still gives a shell, and figures come through it. */
function shellText({ proxySsh }: PodEntry['pod']): string {
  if (proxySsh === null) return 'no public SSH port';
  const port = proxySsh.port === 22 ? '' : ` -p ${proxySsh.port}`;
  return `no public SSH port; a shell: ssh ${proxySsh.username}@${proxySsh.host}${port}`;
}

function linkText(
  { link }: PodEntry,
  room: { readonly nowMs: number; readonly keyWishes: KeyWishes },
): string {
  const { nowMs } = room;
  switch (link.kind) {
    case 'none':
      return `no link: ${link.reason}`;
    case 'waiting':
      return 'waiting for its turn to connect';
    case 'connecting':
      return `connecting for ${shortDuration(nowMs - link.sinceMs)}, attempt ${link.attempt}`;
    case 'live':
      return `live for ${shortDuration(nowMs - link.sinceMs)}${overText(link.over)}`;
    case 'stale':
      return `silent for ${shortDuration(nowMs - link.sinceMs)}`;
    case 'lost': {
      if (link.retryAtMs === null) return `lost: ${link.reason}`;
      const again = `again in ${shortDuration(link.retryAtMs - nowMs)}`;
      return `lost: ${link.reason}; ${again}, ${keyOf('pods.retry-link', room)} tries now`;
    }
    case 'refused':
      return `refused: ${link.reason} ${link.hint}`;
  }
}

function itemsOf(texts: readonly (string | null)[], role: 'text' | 'dim' = 'text'): Item[] {
  return texts.flatMap((text, index) =>
    text === null ? [] : [{ spans: [[text, role]] as const, rank: index }],
  );
}

/** "runpod/pytorch:2.4.0" of "docker.io/runpod/pytorch:2.4.0". */
function shortImage(image: string): string {
  return image.split('/').slice(-2).join('/');
}
