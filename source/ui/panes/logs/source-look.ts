/** Sources of logs as they are named and shown: glyph, word and colour of a state. */
import type { LogSource, SourceState } from '../../../logs/model/snapshot.ts';
import type { Role } from '../../draw/theme.ts';

/** "container", or of a file its name without the folder and ".log"; of any file of a folder, the folder too: "nginx/*". */
export function sourceName(source: string): string {
  if (!source.startsWith('/')) return source;
  const [name = '', folder = ''] = source.split('/').reverse();
  const short = name.replace(/\.log$/, '');
  if (short === '*' && folder !== '') return `${folder}/*`;
  return short || source;
}

type StateLook = { readonly glyph: string; readonly word: string; readonly role: Role };

const looks: Readonly<Record<SourceState['kind'], StateLook>> = {
  connecting: { glyph: '◌', word: 'connecting', role: 'info' },
  live: { glyph: '●', word: 'live', role: 'ok' },
  waiting: { glyph: '?', word: 'waiting', role: 'lost' },
  ended: { glyph: '■', word: 'ended', role: 'dim' },
  failed: { glyph: '✖', word: 'failed', role: 'crit' },
  absent: { glyph: '–', word: 'no file', role: 'dim' },
  off: { glyph: '○', word: 'off', role: 'idle' },
  offered: { glyph: '·', word: 'not read', role: 'dim' },
};

export function sourceLook({ state }: LogSource): StateLook {
  return looks[state.kind];
}

/** False: it is only named, as a file that is not asked for, or a pattern without files. */
export function isRead({ state }: LogSource): boolean {
  return state.kind !== 'offered' && state.kind !== 'absent';
}

/** What the operator should hear of a source that does not work; null: nothing. */
export function sourceTrouble({ podName, source, state }: LogSource): string | null {
  if (state.kind === 'failed') return `${sourceName(source)} of ${podName}: ${state.reason} ${state.hint}`;
  return state.kind === 'waiting' ? `${sourceName(source)} of ${podName} waits: ${state.reason}` : null;
}
