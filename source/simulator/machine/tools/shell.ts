/** A shell that knows the scripts of the agent's own checks, and no others. */
import { lookupScript } from '../../../../pod-agent/checks/network/sources.ts';
import { testScript } from '../../../../pod-agent/checks/nginx/sources.ts';
import { socketHoldersScript, tailScript } from '../../../../pod-agent/checks/web/sources.ts';
import type { MachineMoment } from '../machine.ts';
import { uptimeText } from '../texts/processor.ts';
import { socketHoldersText } from '../texts/sockets.ts';
import { type Execution, printed } from './execution.ts';
import { fileEnd } from './files.ts';

type Script = (moment: MachineMoment, args: readonly string[]) => Execution;

const scripts: ReadonlyMap<string, Script> = new Map<string, Script>([
  [socketHoldersScript, (moment) => printed(socketHoldersText(moment))],
  [lookupScript, lookup],
  [tailScript, fileEnd],
  [
    testScript,
    () =>
      printed(
        'nginx: the configuration file /etc/nginx/nginx.conf syntax is ok\nnginx: configuration file /etc/nginx/nginx.conf test is successful\n',
      ),
  ],
]);

export function shell(
  moment: MachineMoment,
  [flag, script = '', _name, ...args]: readonly string[],
): Execution {
  const known = flag === '-c' ? scripts.get(script) : undefined;
  if (known !== undefined) return known(moment, args);
  return {
    stdout: '',
    stderr: 'sh: this machine is simulated and does not know that script\n',
    exitCode: 127,
  };
}

/** The moment before and the moment after, which are the same here. */
function lookup(moment: MachineMoment): Execution {
  const [uptime = '0.00'] = uptimeText(moment).split(' ');
  return printed(`${uptime} ${uptime}\n`);
}
