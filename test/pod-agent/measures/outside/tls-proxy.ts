/** An nginx on a free port that takes https, with a certificate of its own for localhost, and passes all on. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../../../neighbours/free-port.ts';
import { nginxMissing } from '../../../neighbours/nginx.ts';
import { signalProcess } from '../../../neighbours/processes.ts';

export type TlsProxy = {
  readonly port: number;
  /** What has to be trusted, in PEM. */
  readonly ca: string;
  stop(): Promise<void>;
};

/** Why there can be none here; null where there can. */
export const tlsProxyMissing: string | null =
  nginxMissing ??
  (spawnSync('openssl', ['version']).error === undefined
    ? null
    : 'openssl is not installed (apt-get install openssl)');

export async function startTlsProxy(upstreamPort: number): Promise<TlsProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'pod-engine-tls-'));
  // The worker is another user.
  chmodSync(folder, 0o755);
  makeCertificate(folder);
  const port = await freePort();
  writeFileSync(join(folder, 'nginx.conf'), configuration(folder, port, upstreamPort));
  const child = spawn('nginx', ['-e', 'stderr', '-p', folder, '-c', join(folder, 'nginx.conf')], {
    stdio: 'ignore',
    detached: true,
  });
  const endWithUs = () => child.pid !== undefined && signalProcess(-child.pid, 'SIGKILL');
  process.once('exit', endWithUs);
  await untilItListens(port, child);
  return {
    port,
    ca: readFileSync(join(folder, 'certificate.pem'), 'utf8'),
    async stop() {
      process.off('exit', endWithUs);
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function makeCertificate(folder: string): void {
  const words = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'certificate.pem')];
  const { status, stderr } = spawnSync('openssl', [...words, ...names, ...files], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`openssl made no certificate: ${stderr}`);
}

function configuration(folder: string, port: number, upstreamPort: number): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `daemon off; worker_processes 1; pid ${folder}/nginx.pid;
events { worker_connections 64; }
http {
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
  access_log off;
  upstream pod { server 127.0.0.1:${upstreamPort}; keepalive 4; }
  server {
    listen 127.0.0.1:${port} ssl;
    ssl_certificate ${folder}/certificate.pem;
    ssl_certificate_key ${folder}/key.pem;
    location / { proxy_pass http://pod; proxy_http_version 1.1; proxy_set_header Connection ""; }
  }
}
`;
}

async function untilItListens(port: number, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 600 && child.exitCode === null; attempt += 1) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isOpen) return;
    await wait(50);
  }
  throw new Error(`nginx does not listen at port ${port}.`);
}
