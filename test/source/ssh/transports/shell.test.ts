/** The operator's shell over each transport that gives one by itself: a terminal there, its size, its keys, its end. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ShellChannel, ShellOptions } from '../../../../source/ssh/connection-types.ts';
import { sshdMissing } from '../../../neighbours/sshd.ts';
import { connectBy, type Server, succeeded, type Way, wayOf } from './ways.ts';

const withShells = [wayOf('ssh2'), wayOf('pty')].map((way): [string, Way] => [way.transport, way]);

describe.skipIf(sshdMissing !== null).each(withShells)(
  'a shell by %s',
  { timeout: 90_000 },
  (transport, way) => {
    let server: Server;
    beforeAll(async () => {
      server = await way.start();
    });
    afterAll(() => server.stop());

    async function open(command: string | null) {
      const connection = succeeded(await connectBy(way, server));
      let seen = '';
      const options: ShellOptions = {
        ...{ window: { columns: 100, rows: 30 }, term: 'xterm-256color', command },
        onOutput: (bytes) => {
          seen += bytes.toString();
        },
      };
      if (connection.shell === undefined) throw new Error(`${transport} gives no shell.`);
      const shell: ShellChannel = succeeded(await connection.shell(options));
      return {
        connection,
        shell,
        until: (text: string) => expect.poll(() => seen).toContain(text),
      };
    }

    test('has a terminal of the size that is asked for, takes keys, and ends with its code', async () => {
      const { connection, shell, until } = await open(
        'stty size; read -r line; stty size; echo "<$line>"; exit 6',
      );
      await until('30 100');
      shell.resize({ columns: 120, rows: 40 });
      shell.send('typed\r');
      await until('40 120');
      await until('<typed>');
      expect(await shell.ended).toMatchObject({ exitCode: 6 });
      connection.destroy();
    });

    test('is closed at once, whatever runs in it', async () => {
      const { connection, shell, until } = await open("trap '' INT; echo begun; sleep 60");
      await until('begun');
      shell.close();
      await shell.ended;
      connection.destroy();
      await connection.closed;
    });
  },
);
