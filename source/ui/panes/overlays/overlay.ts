/** What stands over the panes now, if anything does. */
import type { Box } from '../../draw/box.ts';
import type { Frame } from '../../frame.ts';
import { deployAskOverlay, deployConfirmOverlay } from './deploy-ask-overlay.ts';
import { deployFormOverlay } from './deploy-form-overlay.ts';
import { deployPlanOverlay } from './deploy-plan-overlay.ts';
import { helpOverlay } from './help-overlay.ts';
import { benchmarkOverlay, fixOverlay, optimiseOverlay, quitOverlay } from './job-overlays.ts';
import { powerOverlay } from './power-overlay.ts';

export function overlayOf(frame: Frame): Box | null {
  const { overlay } = frame.view;
  switch (overlay?.kind) {
    case undefined:
      return null;
    case 'help':
      return helpOverlay(frame, overlay);
    case 'power':
      return powerOverlay(frame, overlay);
    case 'optimise':
      return optimiseOverlay(frame, overlay);
    case 'fix':
      return fixOverlay(frame, overlay);
    case 'benchmark':
      return benchmarkOverlay(frame, overlay);
    case 'quit':
      return quitOverlay(frame, overlay);
    case 'deploy-form':
      return deployFormOverlay(frame);
    case 'deploy-plan':
      return deployPlanOverlay(frame, overlay);
    case 'deploy-ask':
      return deployAskOverlay(frame, overlay);
    case 'deploy-confirm':
      return deployConfirmOverlay(frame, overlay);
  }
}
