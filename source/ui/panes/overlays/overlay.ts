/** What stands over the panes now, if anything does. */
import type { Box } from '../../draw/box.ts';
import type { Frame } from '../../frame.ts';
import { helpOverlay } from './help-overlay.ts';
import { powerOverlay } from './power-overlay.ts';

export function overlayOf(frame: Frame): Box | null {
  const { overlay } = frame.view;
  if (overlay === null) return null;
  return overlay.kind === 'help' ? helpOverlay(frame, overlay) : powerOverlay(frame, overlay);
}
