/** Debian's prometheus-node-exporter, asked for its figures once a second: the agent's neighbour in the comparison. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';

const program = '/usr/bin/prometheus-node-exporter';

/** @returns {Promise<{name: string, pid: number, stop(): void} | null>} null where it is not installed and cannot be. */
export async function startNodeExporter() {
  if (!existsSync(program) && !install()) return null;
  const port = await freePort();
  const child = spawn(program, [`--web.listen-address=127.0.0.1:${port}`], { stdio: 'ignore' });
  const timer = setInterval(() => scrape(port), 1000);
  return {
    name: 'node_exporter, scraped at 1 Hz',
    pid: child.pid,
    stop() {
      clearInterval(timer);
      child.kill();
    },
  };
}

function install() {
  if (process.getuid?.() !== 0) {
    console.log(
      'prometheus-node-exporter is not installed, and only root can install it: measuring the agent alone.',
    );
    return false;
  }
  console.log('Installing prometheus-node-exporter with apt-get, to measure beside it.');
  try {
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    execFileSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
    const args = ['install', '-y', '-qq', '--no-install-recommends', 'prometheus-node-exporter'];
    execFileSync('apt-get', args, { stdio: 'ignore', env: environment });
    return existsSync(program);
  } catch (error) {
    console.log(`It could not be installed (${error.message}): measuring the agent alone.`);
    return false;
  }
}

function scrape(port) {
  get(`http://127.0.0.1:${port}/metrics`, (response) => response.resume()).on('error', () => {});
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
