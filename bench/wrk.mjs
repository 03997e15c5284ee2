/** wrk, the load generator that ours is held against, and what it prints. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

export const wrkMissing =
  spawnSync('wrk', ['-v']).error === undefined ? null : 'wrk is not installed (apt-get install wrk)';

const unitsMs = { us: 0.001, ms: 1, s: 1000, m: 60_000 };

/** Requests per second, and its latencies in milliseconds. */
export async function runWrk({ url, connections, seconds }) {
  const words = ['-t1', `-c${connections}`, `-d${seconds}s`, '--latency', url];
  const child = spawn('wrk', words, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (more) => {
    text += more;
  });
  await once(child, 'close');
  return {
    requestsPerSecond: Number(wanted(text, /Requests\/sec:\s+([\d.]+)/)[1]),
    p50Ms: milliseconds(wanted(text, /\s50%\s+([\d.]+)(us|ms|s|m)\b/)),
    p99Ms: milliseconds(wanted(text, /\s99%\s+([\d.]+)(us|ms|s|m)\b/)),
  };
}

function wanted(text, form) {
  const found = form.exec(text);
  if (found === null) throw new Error(`wrk did not print ${form}: ${text}`);
  return found;
}

function milliseconds([, number, unit]) {
  return Number(number) * unitsMs[unit];
}
