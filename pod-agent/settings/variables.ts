/**
 * The variables that the agent is set by: those of its environment, and beneath them the lines of a file, so that a pod
 * whose template nobody may change can be set as well.
 */
export type Variable = {
  readonly text: string;
  /** For messages: "the environment", or the file and its line. */
  readonly source: string;
};

export type Variables = ReadonlyMap<string, Variable>;

/** What is wrong with a setting, where it was read, and what to write instead; never the value of a secret. */
export type Problem = { readonly name: string; readonly message: string };

export const defaultSettingsFile = '/etc/pod-agent.env';

/** Those of an environment that are the agent's or RunPod's. An empty one counts as not set, as Docker's `-e NAME=` leaves it. */
export function variablesOfEnvironment(environment: Readonly<Record<string, string | undefined>>): Variables {
  const found = new Map<string, Variable>();
  for (const [name, text] of Object.entries(environment)) {
    if (text === undefined || text === '' || !/^(POD_|RUNPOD_|PUBLIC_KEY$)/.test(name)) continue;
    found.set(name, { text, source: 'the environment' });
  }
  return found;
}

/**
 * Lines `NAME=value`, as Docker's `--env-file` has them: nothing is quoted, `#` begins a comment line.
 * A line that is none of these is a problem and is left out.
 */
export function variablesOfFile(
  path: string,
  text: string,
): { readonly variables: Variables; readonly problems: readonly Problem[] } {
  const variables = new Map<string, Variable>();
  const problems: Problem[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const source = `${path}, line ${index + 1}`;
    const match = /^\s*([A-Z][A-Z0-9_]*)=(.*?)\s*$/.exec(line);
    const [, name, value] = match ?? [];
    if (name === undefined || value === undefined)
      problems.push({ name: source, message: `${source} is not of the form NAME=value and is left out.` });
    else if (value !== '') variables.set(name, { text: value, source });
  }
  return { variables, problems };
}

/** @param layers The first one that has a name decides. */
export function mergeVariables(...layers: readonly Variables[]): Variables {
  return new Map([...layers].reverse().flatMap((layer) => [...layer]));
}
