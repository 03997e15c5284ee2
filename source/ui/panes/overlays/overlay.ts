/** What stands over the panes now, if anything does. */
import type { Box } from '../../draw/box.ts';
import type { Frame } from '../../frame.ts';
import { createAskOverlay } from './create-ask-overlay.ts';
import { createFormOverlay } from './create-form-overlay.ts';
import { deployAskOverlay, deployConfirmOverlay } from './deploy-ask-overlay.ts';
import { deployFormOverlay } from './deploy-form-overlay.ts';
import { deployPlanOverlay } from './deploy-plan-overlay.ts';
import { editOverlay } from './edit-overlay.ts';
import { endOverlay } from './end-overlay.ts';
import { forwardOverlay } from './forward-overlay.ts';
import { helpOverlay } from './help-overlay.ts';
import { benchmarkOverlay, fixOverlay, optimiseOverlay, quitOverlay } from './job-overlays.ts';
import { lifeOverlay } from './life-overlay.ts';
import { logSourcesOverlay } from './log-sources-overlay.ts';
import { paletteOverlay } from './palette-overlay.ts';
import { podMenuOverlay } from './pod-menu-overlay.ts';
import { snoozeOverlay } from './snooze-overlay.ts';

export function overlayOf(frame: Frame): Box | null {
  const { overlay } = frame.view;
  switch (overlay?.kind) {
    case undefined:
      return null;
    case 'help':
      return helpOverlay(frame, overlay);
    case 'palette':
      return paletteOverlay(frame, overlay);
    case 'life':
      return lifeOverlay(frame, overlay);
    case 'end':
      return endOverlay(frame, overlay);
    case 'edit':
      return editOverlay(frame, overlay);
    case 'create-form':
      return createFormOverlay(frame);
    case 'create-ask':
      return createAskOverlay(frame, overlay);
    case 'pod-menu':
      return podMenuOverlay(frame, overlay);
    case 'optimise':
      return optimiseOverlay(frame, overlay);
    case 'fix':
      return fixOverlay(frame, overlay);
    case 'benchmark':
      return benchmarkOverlay(frame, overlay);
    case 'quit':
      return quitOverlay(frame, overlay);
    case 'snooze':
      return snoozeOverlay(frame, overlay);
    case 'log-sources':
      return logSourcesOverlay(frame, overlay);
    case 'forward-form':
      return forwardOverlay(frame, overlay);
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
