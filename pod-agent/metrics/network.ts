/** Traffic by interface: cAdvisor's names and label in a container, node_exporter's on a host. */
import { network } from '../collectors/network.ts';
import type { Answers } from '../host/host.ts';
import { counter, type Family } from './family.ts';

/** As in the samples: a host full of containers has hundreds. */
const maxInterfaces = 32;

export function networkFamilies(answers: Answers): readonly Family[] {
  const { scope, interfaces } = network.parse(answers);
  const found = [...interfaces].slice(0, maxInterfaces);
  const names = scope === 'container' ? containerNames : hostNames;
  return names.list.map(({ name, help, key }) =>
    counter(
      name,
      help,
      found.map(([label, counters]) => ({ labels: { [names.label]: label }, value: counters[key] })),
    ),
  );
}

const containerNames = {
  label: 'interface',
  list: [
    { name: 'container_network_receive_bytes', key: 'receivedBytes', help: 'Bytes received.' },
    { name: 'container_network_transmit_bytes', key: 'sentBytes', help: 'Bytes sent.' },
    { name: 'container_network_receive_errors', key: 'receiveErrors', help: 'Errors while receiving.' },
    { name: 'container_network_transmit_errors', key: 'sendErrors', help: 'Errors while sending.' },
    {
      name: 'container_network_receive_packets_dropped',
      key: 'receiveDrops',
      help: 'Packets dropped while receiving.',
    },
    {
      name: 'container_network_transmit_packets_dropped',
      key: 'sendDrops',
      help: 'Packets dropped while sending.',
    },
  ],
} as const;

const hostNames = {
  label: 'device',
  list: [
    { name: 'node_network_receive_bytes', key: 'receivedBytes', help: 'Bytes received.' },
    { name: 'node_network_transmit_bytes', key: 'sentBytes', help: 'Bytes sent.' },
    { name: 'node_network_receive_errs', key: 'receiveErrors', help: 'Errors while receiving.' },
    { name: 'node_network_transmit_errs', key: 'sendErrors', help: 'Errors while sending.' },
    { name: 'node_network_receive_drop', key: 'receiveDrops', help: 'Packets dropped while receiving.' },
    { name: 'node_network_transmit_drop', key: 'sendDrops', help: 'Packets dropped while sending.' },
  ],
} as const;
