/** What a look of preflight is: one thing that a deploy needs, looked at without changing anything. Each is a record in a file of its own. */
import type { DeployProblem } from '../../model/deploy.ts';
import type { Ground } from './ground.ts';

export type Look = {
  /** Its sub-step is `preflight/ID`. */
  readonly id: string;
  readonly title: string;
  /** What it throws is shown as a problem of this look alone. */
  look(ground: Ground): Promise<Looked>;
};

export type Looked = {
  /** One sentence: what is so. */
  readonly text: string;
  readonly problems: readonly DeployProblem[];
  /** `unanswered`: nobody can tell, as somebody is silent. `skipped`: this deploy does not need it. */
  readonly state?: 'unanswered' | 'skipped';
};

export function well(text: string): Looked {
  return { text, problems: [] };
}

export function notNeeded(text: string): Looked {
  return { text, problems: [], state: 'skipped' };
}

export function wrong(...problems: readonly DeployProblem[]): Looked {
  return { text: problems[0]?.text ?? '', problems };
}

/** The one who was asked is needed later, so its silence is an error. */
export function unanswered(problem: DeployProblem): Looked {
  return { text: problem.text, problems: [problem], state: 'unanswered' };
}

/** What it hangs on is told of by another look, once. */
export function hangsOn(text: string): Looked {
  return { text, problems: [], state: 'unanswered' };
}
