/** Load averages, which are the host's even in a container. */
import { load } from '../collectors/load.ts';
import type { Answers } from '../host/host.ts';
import { type Family, gauge } from './family.ts';

export function loadFamilies(answers: Answers): readonly Family[] {
  const { load1, load5, load15 } = load.parse(answers);
  return [
    gauge('node_load1', 'Load average of the host over 1 minute.', load1),
    gauge('node_load5', 'Load average of the host over 5 minutes.', load5),
    gauge('node_load15', 'Load average of the host over 15 minutes.', load15),
  ];
}
