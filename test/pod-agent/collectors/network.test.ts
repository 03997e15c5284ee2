import { describe, expect, it } from 'vitest';
import { network } from '../../../pod-agent/collectors/network.ts';
import { answersOf, firstReading, secondReading } from './answers.ts';

const heading = [
  'Inter-|   Receive                                                |  Transmit',
  ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed',
  '    lo: 3193 29 0 0 0 0 0 0 3193 29 0 0 0 0 0 0',
];

function devices(lines: readonly string[]): string {
  return `${[...heading, ...lines].join('\n')}\n`;
}

const container = '/sys/fs/cgroup/cgroup.events';

describe('network', () => {
  it('gives rates by interface, errors and drops of both ways together, and leaves loopback out', () => {
    const reading = secondReading(network, {
      before: { [container]: '', '/proc/net/dev': devices(['  eth0: 1000 6 1 2 0 0 0 0 500 4 3 4 0 0 0 0']) },
      now: { [container]: '', '/proc/net/dev': devices(['  eth0:5000 9 2 4 0 0 0 0 1500 9 4 8 0 0 0 0']) },
      elapsedMs: 2000,
    });
    expect(reading).toEqual({
      scope: 'container',
      interfaces: [
        {
          name: 'eth0',
          receivedBytesPerSecond: 2000,
          sentBytesPerSecond: 500,
          errorsPerSecond: 1,
          dropsPerSecond: 3,
        },
      ],
      receivedBytesPerSecond: 2000,
      sentBytesPerSecond: 500,
    });
  });

  it('knows no rate at first sight, of a new interface, and of one that began anew', () => {
    const before = {
      '/proc/net/dev': devices([
        'eth0: 1000 0 0 0 0 0 0 0 1000 0 0 0 0 0 0 0',
        'eth1: 9 0 0 0 0 0 0 0 9 0 0 0 0 0 0 0',
      ]),
    };
    const now = {
      '/proc/net/dev': devices([
        'eth0: 2000 0 0 0 0 0 0 0 1000 0 0 0 0 0 0 0',
        'eth1: 3 0 0 0 0 0 0 0 3 0 0 0 0 0 0 0',
        'eth2: 7 0 0 0 0 0 0 0 7 0 0 0 0 0 0 0',
      ]),
    };
    expect(firstReading(network, now).receivedBytesPerSecond).toBeNull();
    const reading = secondReading(network, { before, now, elapsedMs: 1000 });
    expect(reading.interfaces.map((each) => each.receivedBytesPerSecond)).toEqual([1000, null, null]);
    expect(reading).toMatchObject({ receivedBytesPerSecond: 1000, sentBytesPerSecond: 0 });
  });

  it('counts the TCP sockets of both families, and says nothing where it cannot', () => {
    const files = {
      '/proc/net/dev': devices(['eth0: 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0']),
      '/proc/net/sockstat':
        'sockets: used 310\nTCP: inuse 27 orphan 0 tw 4 alloc 30 mem 3\nUDP: inuse 2 mem 1\n',
    };
    expect(firstReading(network, files).tcpSocketCount).toBe(27);
    const both = { ...files, '/proc/net/sockstat6': 'TCP6: inuse 5\nUDP6: inuse 1\n' };
    expect(firstReading(network, both).tcpSocketCount).toBe(32);
    expect(firstReading(network, { '/proc/net/dev': files['/proc/net/dev'] })).not.toHaveProperty(
      'tcpSocketCount',
    );
  });

  it('does not count what passes a tunnel or a bridge twice', () => {
    const line = (name: string, bytes: number) => `${name}: ${bytes} 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0`;
    const reading = secondReading(network, {
      before: {
        '/proc/net/dev': devices([line('eth0', 0), line('docker0', 0), line('veth12ab', 0), line('tun0', 0)]),
      },
      now: {
        '/proc/net/dev': devices([line('eth0', 9), line('docker0', 9), line('veth12ab', 9), line('tun0', 9)]),
      },
      elapsedMs: 1000,
    });
    expect(reading).toMatchObject({ scope: 'host', receivedBytesPerSecond: 9 });
    expect(reading.interfaces).toHaveLength(4);
  });

  it("is the host's in a container that shares its network", () => {
    const texts = {
      [container]: '',
      '/proc/net/dev': devices(['veth12ab: 1 0 0 0 0 0 0 0 1 0 0 0 0 0 0 0']),
    };
    expect(firstReading(network, texts).scope).toBe('host');
  });

  it('is empty, not failed, without any interface, and failed without the file', () => {
    expect(firstReading(network, { '/proc/net/dev': devices([]) })).toMatchObject({
      interfaces: [],
      receivedBytesPerSecond: null,
    });
    expect(() => network.parse(answersOf(network, {}))).toThrow('/proc/net/dev');
  });
});
