/** Ports in bodies: "8888/http", "22/tcp". */
import { portsIn } from '../../pod/settings.ts';
import { Problem } from '../problem.ts';

export function mustBePorts(ports: readonly string[] | undefined): void {
  const wrong = ports?.find((port) => port.includes(',') || portsIn({ ports: port }).length === 0);
  if (wrong !== undefined)
    throw new Problem(400, `invalid port "${wrong}": expected <port>/<http|tcp>, such as "8888/http"`);
}
