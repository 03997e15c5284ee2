import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { readHttpText } from '../../../../../source/jobs/deploy/proof/http-text.ts';

test('a body in pieces, as a real server sends it, is put together', async () => {
  const parts = ['{"version":', '"1.4.0","name":"größer 🚀"', '}'];
  const server = createServer((_request, response) => {
    for (const part of parts) response.write(part);
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const socket = connect(typeof address === 'object' ? (address?.port ?? 0) : 0, '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n');
  let text = '';
  for await (const chunk of socket.setEncoding('utf8')) text += chunk;
  server.close();
  const read = readHttpText(text, 12);
  expect(text.toLowerCase()).toContain('transfer-encoding: chunked');
  expect(read).toMatchObject({ kind: 'answered', httpStatus: 200, body: parts.join(''), tookMs: 12 });
});

test('one that is cut off gives what there is; what announces an answer is none', () => {
  const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
  expect(readHttpText(`${head}5\r\nhello\r\n9\r\nwor`, null)).toMatchObject({ body: 'hellowor' });
  expect(readHttpText(`${head}zz\r\nhello`, null)).toMatchObject({ body: '' });
  const early = 'HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n';
  expect(readHttpText(`${early}HTTP/1.1 302 Found\r\nLocation: /a:b\r\n\r\n`, null)).toMatchObject({
    httpStatus: 302,
    headers: { location: '/a:b' },
  });
  expect(readHttpText('HTTP/1.1 204 No Content', null)).toMatchObject({ httpStatus: 204, body: '' });
  expect(readHttpText('SSH-2.0-OpenSSH_9.2\r\n', null)).toBeNull();
});
