/** What the page of logs asks of the engine. */
import type { LogSeek, LogWindow } from '../../logs/model/snapshot.ts';

export type LogAsk =
  | { readonly kind: 'open'; readonly podIds: readonly string[] }
  /** The page is left: nothing is read any more. */
  | { readonly kind: 'leave' }
  | { readonly kind: 'show'; readonly window: LogWindow }
  | { readonly kind: 'seek'; readonly seek: LogSeek }
  | { readonly kind: 'toggle'; readonly sourceKey: string }
  /** `pager`: what is shown, in the operator's own pager. */
  | { readonly kind: 'mark' | 'clear' | 'save' | 'pager' }
  | { readonly kind: 'copy'; readonly fromId: number; readonly toId: number };
