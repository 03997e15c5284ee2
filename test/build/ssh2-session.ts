/** A server whose client leaves after opening a session and before asking something of it. Prints what became of it. */
import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import ssh2 from 'ssh2';

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
});
let clientSocket: Socket | null = null;

const server = new ssh2.Server({ hostKeys: [privateKey] }, (connection) => {
  connection.on('authentication', (context) => context.accept());
  connection.on('error', () => {});
  connection.on('session', (accept) => {
    accept();
    setImmediate(() => clientSocket?.destroy());
  });
  connection.on('close', () => {
    console.log('the server goes on');
    listener.close();
  });
});
const listener = createServer((socket) => {
  clientSocket = socket;
  server.injectSocket(socket);
});

listener.listen(0, '127.0.0.1', () => {
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const client = new ssh2.Client();
  client.on('error', () => {});
  client.on('ready', () => client.exec('true', () => {}));
  client.connect({ host: '127.0.0.1', port: address.port, username: 'operator', password: 'any' });
});
