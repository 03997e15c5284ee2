/** A console that runs one fix in a pod, until it is killed. Says on stdout how many lines the fix has printed. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { openRealJobs } from '../real-jobs.ts';

const [, , folder = '', port = '', username = '', clientKeyPath = '', agentPath = '', command = ''] =
  process.argv;
const bytes = readFileSync(agentPath);
const sha256 = createHash('sha256').update(bytes).digest('hex');
const { jobs, pod } = await openRealJobs(
  { port: Number(port), username, clientKeyPath, hasNode: true },
  folder,
  () => Promise.resolve({ bytes, sha256 }),
);
const id = jobs.start({ kind: 'fix', pods: [pod], arguments: { command } });
jobs.subscribe(() => {
  const events = jobs.snapshot().jobs.find((job) => job.id === id)?.runs[0]?.events ?? [];
  const count = events.filter((event) => event.kind === 'output').length;
  process.stdout.write(`${count} lines\n`);
});
