/**
 * What a deploy costs beside the work that it asks for: preflight, build and push by `pod-engine deploy` beside the bare
 * `podman build` and `podman push` of the same folder, in turns; then a deploy in which nothing has changed; then its plan.
 *
 *     node bench/deploy.mjs [--rounds 5]
 */
import { spawnSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { engineProgram, missingParts, openScene } from './deploy-scene.mjs';
import { quantile, round } from './statistics.mjs';

const program = 'dist/pod-engine.js';
const timeoutMs = 180_000;
const quietLoadAverage = 0.5;
const goals = { overheadSeconds: 2, redeploySeconds: 3 };
/** What the project asks for: three proofs, so that long is waited between them. */
const verify = { times: 3, everySeconds: 5 };
const waitedSeconds = (verify.times - 1) * verify.everySeconds;

const { values: flags } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const rounds = Number(flags.rounds);
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error(`--rounds is "${flags.rounds}". It must be a whole number from 1.`);
  process.exit(2);
}
const missing = missingParts();
if (missing !== null) {
  console.log(`The deploy is not measured: ${missing}`);
  process.exit(0);
}
const [loadAverage] = loadavg();
if (loadAverage > quietLoadAverage)
  console.log(
    `Load average ${round(loadAverage, 2)}: other work runs on this machine and moves these figures.`,
  );
const scene = await openScene(verify);
try {
  const count = `${rounds} rounds, medians in seconds, Node ${process.version}`;
  console.log(`\n${engineProgram} and docker-registry on this machine, simulated RunPod, ${count}`);
  compareBuildAndPush();
  const { version } = firstDeploy();
  measureRedeploy(version);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await scene.close();
}

/** Who begins changes from round to round, and each has bytes of its own to build and push. */
function compareBuildAndPush() {
  const bare = [];
  const ours = [];
  for (let number = 0; number < rounds; number += 1) {
    const turns = [() => bare.push(runBare(number)), () => ours.push(deployParts(number))];
    for (const turn of number % 2 === 0 ? turns : turns.reverse()) turn();
  }
  const overheads = ours.map(({ seconds }, index) => seconds - bare[index].seconds);
  console.log(`\nFrom a changed folder to an image in the registry\n`);
  console.table({
    [`${engineProgram.split('/').at(-1)} build, then push`]: spread(bare),
    'pod-engine deploy --only preflight,build,push': spread(ours),
  });
  console.log(`Overheads of the rounds: ${overheads.map((each) => round(each, 2)).join(' ')}`);
  judge('Median of the overheads', quantile(overheads, 0.5), goals.overheadSeconds);
  console.log(`Of ours, by step: ${stepsText(ours)}`);
}

function runBare(number) {
  scene.change();
  const reference = `${scene.image}:bare-${number}`;
  const started = performance.now();
  run(engineProgram, ['build', '--build-arg', `VERSION=0.0.${number}`, '--tag', reference, scene.project]);
  run(engineProgram, ['push', '--tls-verify=false', reference]);
  return { seconds: (performance.now() - started) / 1000 };
}

function deployParts(number) {
  scene.change();
  return deploy(['--only', 'preflight,build,push', '--set-version', `1.0.${number}`]);
}

/** From nothing to a pod that is proved; its parts are what the engine and the simulated RunPod take. */
function firstDeploy() {
  scene.change();
  const version = '2.0.0';
  const first = deploy(['--set-version', version]);
  console.log(`\nThe first deploy to a pod: ${round(first.seconds, 1)} s, of these ${stepsText([first])}`);
  return { version };
}

function measureRedeploy(version) {
  const whole = Array.from({ length: rounds }, () => deploy([]));
  const plans = Array.from({ length: rounds }, () => plan());
  console.log(`\nNothing has changed: ${version} again\n`);
  console.table({
    'pod-engine deploy --yes': spread(whole),
    [`without the ${waitedSeconds} s between its ${verify.times} proofs`]: spread(
      whole.map(({ seconds }) => ({ seconds: seconds - waitedSeconds })),
    ),
    'pod-engine deploy --plan': spread(plans),
  });
  const own = whole.map(({ seconds }) => seconds - waitedSeconds);
  judge('Median of a redeploy without these waits', quantile(own, 0.5), goals.redeploySeconds);
  console.log(`By step: ${stepsText(whole)}`);
}

/** The whole command, from the start of its process to its end. */
function deploy(words) {
  const { seconds, stdout } = timed(['deploy', scene.project, '--yes', '--jsonl', ...words]);
  const events = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  const ended = events.filter(({ kind, step }) => kind === 'step-ended' && !step.includes('/'));
  return { seconds, steps: new Map(ended.map(({ step, tookMs }) => [step, tookMs / 1000])) };
}

function plan() {
  return timed(['deploy', scene.project, '--plan']);
}

function timed(words) {
  const started = performance.now();
  const stdout = run(process.execPath, [program, ...words]);
  return { seconds: (performance.now() - started) / 1000, stdout };
}

function run(command, words) {
  const { environment: env } = scene;
  const options = { env, encoding: 'utf8', timeout: timeoutMs, maxBuffer: 64 * 1024 * 1024 };
  const { status, stdout, stderr, error } = spawnSync(command, words, options);
  if (status === 0) return stdout;
  const why = error?.message ?? `it ended with ${status}`;
  throw new Error(`${command} ${words.join(' ')}: ${why}\n${`${stderr}\n${stdout}`.slice(-2000)}`);
}

function spread(runs) {
  const seconds = runs.map((each) => each.seconds);
  const of = (part) => round(quantile(seconds, part), 2);
  return { median: of(0.5), least: of(0), most: of(1) };
}

/** Medians of those that took a hundredth of a second; the rest is Node, the plan before it, and the journal. */
function stepsText(runs) {
  const ids = [...runs[0].steps.keys()];
  const medians = ids.map((id) => [
    id,
    quantile(
      runs.map(({ steps }) => steps.get(id) ?? 0),
      0.5,
    ),
  ]);
  const inSteps = medians.reduce((sum, [, seconds]) => sum + seconds, 0);
  const whole = quantile(
    runs.map(({ seconds }) => seconds),
    0.5,
  );
  const shown = medians.filter(([, seconds]) => seconds >= 0.01).map(([id, s]) => `${id} ${round(s, 2)}`);
  return `${shown.join(', ')}, outside of steps ${round(whole - inSteps, 2)}.`;
}

function judge(name, seconds, goal) {
  const verdict = seconds <= goal ? 'reached' : 'missed';
  console.log(`${name}: ${round(seconds, 2)} s (goal ${goal} s: ${verdict}).`);
}
