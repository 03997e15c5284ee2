/**
 * A console that deploys to a folder and dies, by SIGKILL, at the place that it is told: `point:pod-created:after-act`, `written:7`
 * (after its seventh line is on a disk) or `torn:7` (in the middle of it). With `broken` a late step fails, so that it undoes.
 * It says "places" as JSON when it has lived to its end.
 */
import { open } from 'node:fs/promises';
import { StepFailure } from '../../../../source/jobs/deploy/step.ts';
import { deploy, setScene } from '../deploy/scene.ts';

const [, , folder = '', mode = '', how = '', isBroken = ''] = process.argv;
const places: string[] = [];
let lines = 0;

function dieAt(place: string): void {
  places.push(place);
  if (how === place) process.kill(process.pid, 'SIGKILL');
}

const probe = await open('/dev/null');
const handles = Object.getPrototypeOf(probe);
await probe.close();
const { appendFile, datasync } = handles;
handles.appendFile = async function (this: unknown, text: string): Promise<void> {
  lines += 1;
  if (how === `torn:${lines}`) {
    await appendFile.call(this, text.slice(0, Math.floor(text.length / 2)));
    process.kill(process.pid, 'SIGKILL');
  }
  await appendFile.call(this, text);
};
handles.datasync = async function (this: unknown): Promise<void> {
  await datasync.call(this);
  dieAt(`written:${lines}`);
};

const scene = setScene(folder);
scene.onPass = (place) => {
  dieAt(`point:${place}`);
  if (isBroken === 'broken' && place === 'verify:begin') throw new StepFailure('It answers 500.');
};
const { verdict } = await deploy(scene, {
  mode: mode === 'abort' ? 'abort' : mode === 'resume' ? 'resume' : 'deploy',
});
process.stdout.write(JSON.stringify({ places, lines, verdict: verdict.verdict }));
