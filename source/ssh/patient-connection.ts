/** A connection on which a session too many is asked for again: sshd gives a place back a moment after a command's end. */
import { sleep } from '../base/retry.ts';
import type { Connection } from './connection.ts';

const maxTries = 4;
const pauseMs = 150;

export function patientConnection(connection: Connection): Connection {
  return {
    ...connection,
    async exec(options) {
      for (let tryNumber = 1; ; tryNumber++) {
        const opened = await connection.exec(options);
        if (opened.ok || opened.failure.kind !== 'sessions' || tryNumber === maxTries) return opened;
        await sleep(pauseMs * tryNumber);
      }
    },
  };
}
