/** The image that the pods are made from: whether it is here, and where it serves HTTP. */
import { nearestWord } from '../../base/nearest.ts';
import { ContainerFailure } from './container-failure.ts';
import type { Engine } from './engine.ts';

export type PodImage = { readonly name: string; readonly httpPort: number };

/** An engine takes a tag or a digest, not both; the digest says more. */
export function engineReference(image: string): string {
  const [named = '', digest] = image.split('@');
  return digest === undefined ? image : `${named.replace(/:[^:/]*$/, '')}@${digest}`;
}

/** Rejects with a `ContainerFailure`, naming the nearest image, where there is none of that name. Nothing is pulled. */
export async function findImage(engine: Engine, name: string): Promise<PodImage> {
  const answer = await engine.run(['image', 'inspect', '--format', '{{json .Config.Env}}', name]);
  if (answer.code !== 0) throw new ContainerFailure(await whyMissing(engine, name));
  return { name, httpPort: httpPortIn(answer.stdout) };
}

/** The agent's own variable; without it, and without the agent, it is the usual port. */
function httpPortIn(environmentJson: string): number {
  const port = /"POD_AGENT_APP_PORT=(\d{1,5})"/.exec(environmentJson)?.[1];
  return port === undefined ? 80 : Number(port);
}

async function whyMissing(engine: Engine, name: string): Promise<string> {
  const { stdout } = await engine.run(['images', '--format', '{{.Repository}}:{{.Tag}}']);
  const there = stdout.split('\n').filter((line) => line !== '' && !line.includes('<none>'));
  const nearest = nearestWord(name, there) ?? there.find((each) => each.includes(name.split(':')[0] ?? name));
  const advice =
    nearest === undefined
      ? `Build one: ${engine.program} build --target runtime --tag ${name} .`
      : `Did you mean "${nearest}"?`;
  return `${engine.program} has no image "${name}". ${advice}`;
}
