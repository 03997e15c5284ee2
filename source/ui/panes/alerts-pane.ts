/** The row of what needs attention. */
import { shortDuration } from '../../fleet/questions.ts';
import { alertSpans } from './alert-spans.ts';
import { idleStopBanner } from './idle-stop-spans.ts';
import type { DrawPane } from './pane.ts';

/** What needs attention now, worst first; or that nothing does. */
export const drawAlerts: DrawPane = (frame, { rect }) => {
  const { fleet, paint } = frame;
  if (fleet.cloud.kind === 'failing') {
    const { reason, hint, answeredAtMs } = fleet.cloud;
    const age =
      answeredAtMs === null
        ? 'it has not answered yet'
        : `the list is ${shortDuration(frame.clockMs - answeredAtMs)} old`;
    return [paint.line([' ', ['✖ API', 'crit'], ` ${reason}`, [`  ${age}. ${hint}`, 'dim']], rect.width)];
  }
  const banner = idleStopBanner(frame);
  if (banner.length > 0) return [paint.line([' ', ...banner], rect.width)];
  return [paint.line([' ', ...alertSpans(frame, rect.width - 1)], rect.width)];
};
