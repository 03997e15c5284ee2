/** Waits until a container answers its health page with 200, and ends at once where it has ended itself. */
import type { ContainerEngine, RunningContainer } from '../../container/container-engine.ts';
import type { Project } from '../../project/project.ts';
import type { DeployDoors } from '../doors.ts';
import { isFailing, readServed, type Served } from '../proof/served.ts';
import { getPage, type Page } from './get-page.ts';
import type { FailedPart, PartEnd } from './part.ts';

export type Trial = {
  readonly project: Project;
  readonly engine: ContainerEngine;
  readonly container: RunningContainer;
  readonly doors: Pick<DeployDoors, 'fetch' | 'nowMs' | 'sleep'>;
  readonly signal: AbortSignal;
};

export type Answered = Extract<Page, { kind: 'answered' }>;
export type Healthy = Extract<PartEnd, { outcome: 'pass' | 'warn' }> & {
  readonly page: Answered;
  readonly afterMs: number;
};

const askAgainMs = 300;
const endingMs = 1000;
const pageTimeoutMs = 5000;
/** Whoever refuses a page for so long is no program that is still starting. */
const refusedForMs = 30_000;

export async function awaitHealth(trial: Trial): Promise<Healthy | FailedPart> {
  const { project, engine, container, doors, signal } = trial;
  const { port, path } = project.health;
  const beganAtMs = doors.nowMs();
  const hasEnded = async (): Promise<FailedPart | null> => {
    const code = await engine.exitCode(container.containerId, signal);
    if (!code.ok) return failed(code.reason, code.fix ?? null, code.evidence);
    if (code.value === null) return null;
    const seconds = ((doors.nowMs() - beganAtMs) / 1000).toFixed(1);
    return failed(
      `The container ended by itself with exit code ${code.value}, ${seconds} s after its start.`,
      exitCodeFix(code.value),
    );
  };
  let refusedSinceMs: number | null = null;
  for (let last = 'nothing was asked yet'; ; ) {
    const ended = await hasEnded();
    if (ended !== null) return ended;
    const url = urlOf(trial, path);
    if (url === null) {
      // One that is just ending has no ports either.
      await doors.sleep(endingMs, signal);
      const text = `The engine did not publish port ${port} of the container.`;
      return (await hasEnded()) ?? failed(text, `Look at \`${engine.program} port\` of such a container.`);
    }
    const page = await getPage(doors.fetch, url, { timeoutMs: pageTimeoutMs, signal });
    const afterMs = doors.nowMs() - beganAtMs;
    const problem = problemOf(page);
    if (problem === null && page.kind === 'answered')
      return {
        outcome: 'pass',
        text: `Port ${port} answers ${path} with 200, ${(afterMs / 1000).toFixed(1)} s after the start.`,
        page,
        afterMs,
      };
    last = problem ?? last;
    refusedSinceMs = isRefusal(page) ? (refusedSinceMs ?? afterMs) : null;
    const isRefused = refusedSinceMs !== null && afterMs - refusedSinceMs >= refusedForMs;
    if (signal.aborted) return failed('The trial was stopped.', null);
    if (isRefused || afterMs >= project.try.timeoutMs)
      return failed(
        `Port ${port} does not answer ${path} with 200 within ${Math.round(afterMs / 1000)} s: ${last}.`,
        `Check that the program listens on 0.0.0.0:${port} and not on loopback alone, and \`health\` of the project.`,
      );
    await doors.sleep(askAgainMs, signal);
  }
}

/** null where the port was not published. */
export function urlOf(
  { project, container }: Pick<Trial, 'project' | 'container'>,
  path: string,
): string | null {
  const port = container.portOf[project.health.port];
  return port === undefined ? null : `http://127.0.0.1:${port}${path}`;
}

function problemOf(page: Page): string | null {
  if (page.kind === 'silent') return page.reason;
  if (page.status !== 200) return `it answers ${page.status}`;
  return illness(readServed(page.body));
}

/** The server is there, and has no such page or lets nobody see it. */
function isRefusal(page: Page): boolean {
  return page.kind === 'answered' && page.status >= 400 && page.status < 500;
}

/** Why it is not well yet; null where it is, or does not say. */
function illness(page: Served | null): string | null {
  if (page === null) return null;
  if (page.live === false) return 'the agent behind the health page does not answer yet';
  if (!isFailing(page)) return null;
  return `the health page says "${page.status}"${page.summary === null ? '' : `: ${page.summary}`}`;
}

function exitCodeFix(code: number): string {
  if (code === 126 || code === 127)
    return 'Correct CMD or ENTRYPOINT of the Dockerfile: its program is not there or cannot be run.';
  if (code === 137) return 'It was killed, most likely for want of memory.';
  return 'Its log says why; run the image by hand to see more.';
}

function failed(text: string, fix: string | null, evidence: readonly string[] = []): FailedPart {
  return { outcome: 'fail', text, evidence, fix };
}
