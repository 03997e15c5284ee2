/** An application whose back end is away: refusals with their stack traces, then timeouts, then a good moment. */
import { clockText, type LogScript } from '../script.ts';
import { figures, inference, requests } from './inference.ts';

export const failingApp: LogScript = {
  boot: inference.boot,
  lines(moment) {
    const { site } = moment.work();
    if (site === 'ok') return [...requests(moment, 200), ...figures(moment)];
    const at = clockText(moment.atMs);
    if (site === 'hanging')
      return moment.second % 15 === 0
        ? [`ERROR ${at} worker 2 has not answered for 30 s; upstream timed out (110: Connection timed out)`]
        : [];
    const refused = requests(moment, 503).slice(0, 2);
    return moment.second % 12 === 0 ? [...refused, ...trace(at)] : refused;
  },
};

function trace(at: string): readonly string[] {
  return [
    `ERROR ${at} request failed`,
    'Traceback (most recent call last):',
    '  File "/app/server.py", line 212, in handle',
    '    result = await engine.generate(prompt, params)',
    '  File "/app/engine.py", line 88, in generate',
    '    raise EngineDead("the engine loop is not running")',
    'engine.EngineDead: the engine loop is not running',
  ];
}
