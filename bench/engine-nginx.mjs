/** An nginx of our own for the load generator's bench: one small file, one worker, connections that are kept for ever. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, untilItListens } from './listening.mjs';

const startTimeoutMs = 5000;
/** About the size of a health page. */
const pageBytes = 1200;

/** null where nginx is missing. `pause` and `resume` stop and continue the master and its worker. */
export async function startBenchNginx() {
  if (spawnSync('nginx', ['-v']).error !== undefined) return null;
  const folder = mkdtempSync(join(tmpdir(), 'pod-engine-bench-'));
  const port = await freePort();
  writeFiles(folder, port);
  // Its own process group: a signal reaches the worker too.
  const child = spawn('nginx', ['-e', 'stderr', '-p', folder, '-c', join(folder, 'nginx.conf')], {
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const kill = (signal) => process.kill(-child.pid, signal);
  await untilItListens(port, { name: 'nginx', withinMs: startTimeoutMs });
  return {
    port,
    pause: () => kill('SIGSTOP'),
    resume: () => kill('SIGCONT'),
    async stop() {
      kill('SIGCONT');
      kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function writeFiles(folder, port) {
  // The worker is another user.
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, 'site'));
  writeFileSync(join(folder, 'site/page.html'), 'x'.repeat(pageBytes));
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  const text = `
    daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log stderr warn;
    events { worker_connections 1024; }
    http {
      ${temporary.join(' ')}
      access_log off; sendfile on; tcp_nodelay on; open_file_cache max=10;
      keepalive_timeout 1h; keepalive_requests 1000000000;
      server { listen 127.0.0.1:${port} backlog=4096; root ${folder}/site; }
    }`;
  writeFileSync(join(folder, 'nginx.conf'), text);
}
