/**
 * What the console costs on a real terminal device, in the bundle that is released: from a key to the first byte of its
 * answer, processor time, bytes, memory and the first paint, with live pods, beside btop and htop in the same run.
 *
 *     node bench/screen.mjs [--pods 50,250] [--sizes 80x24,120x40,200x60] [--keys 200] [--seconds 20] [--settle 15]
 *                           [--starts 7] [--alone] [--json]
 */
import { existsSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { startLocalFleet } from './local-fleet.mjs';
import { firstPaintMs, measure } from './screen-measure.mjs';
import { consoleSubject, installOthers, otherSubjects } from './screen-subjects.mjs';
import { round } from './statistics.mjs';

const { values: flags } = parseArgs({
  options: {
    program: { type: 'string', default: 'dist/pod-engine.js' },
    pods: { type: 'string', default: '50,250' },
    sizes: { type: 'string', default: '80x24,120x40,200x60' },
    keys: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '20' },
    settle: { type: 'string', default: '15' },
    starts: { type: 'string', default: '7' },
    alone: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const sizes = flags.sizes.split(',').map(sizeOf);
const podCounts = flags.pods.split(',').map((text) => count(text, '--pods'));
const plan = {
  keyCount: count(flags.keys, '--keys'),
  quietSeconds: count(flags.seconds, '--seconds'),
  settleSeconds: count(flags.settle, '--settle'),
};
const startCount = count(flags.starts, '--starts');
if (!existsSync(flags.program)) fail(`${flags.program} is not there. Build it first: npm run build`);

const rows = [];
for (const podCount of podCounts) {
  const fleet = await startLocalFleet({ program: flags.program, podCount });
  try {
    const { environment } = fleet;
    const subject = consoleSubject({
      name: `console, ${podCount} pods`,
      program: flags.program,
      environment,
    });
    for (const size of sizes) {
      await add(subject, size);
      // What is measured after that is a console that waits for pods.
      if (fleet.hasEnded()) fail(`The local fleet of ${podCount} pods ended during the measurement.`);
    }
  } finally {
    await fleet.stop();
  }
}
if (!flags.alone) {
  installOthers();
  for (const subject of otherSubjects()) for (const size of sizes) await add(subject, size);
}
report();

async function add(subject, size) {
  const place = `${size.columns}x${size.rows}`;
  console.error(`${subject.name} at ${place}`);
  const firstPaint = round(await firstPaintMs(subject, size, startCount), 0);
  rows.push({
    program: subject.name,
    size: place,
    'first paint ms': firstPaint,
    ...(await measure(subject, size, plan)),
  });
}

function report() {
  const machine = {
    node: process.version,
    processors: cpus().length,
    model: cpus()[0]?.model,
    load: loadavg()[0],
  };
  if (flags.json) {
    console.log(JSON.stringify({ machine, plan, rows }, null, 2));
    return;
  }
  console.log(
    `\nNode ${machine.node}, ${machine.processors} × ${machine.model}, load ${round(machine.load, 1)}.`,
  );
  console.log("CPU is a share of one core; a key's costs are those above the quiet rate.\n");
  console.table(rows);
}

function sizeOf(text) {
  const match = /^(\d+)x(\d+)$/.exec(text);
  if (match === null) fail(`--sizes has "${text}". A size is COLUMNSxROWS, such as 120x40.`);
  return { columns: Number(match[1]), rows: Number(match[2]) };
}

function count(text, name) {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) fail(`${name} has "${text}". It must be a whole number from 1.`);
  return value;
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
