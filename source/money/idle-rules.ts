/** What is to be done with idle pods, by their names. Pure. */

export type IdleRule = {
  /** A pod's name, in which `*` stands for anything. */
  readonly pods: string;
  readonly afterMs: number;
  readonly act: 'remind' | 'ask' | 'stop';
  /** How long the countdown of `stop` is. */
  readonly graceMs: number;
};

/** The first that fits; null: none does, so that nothing is done. */
export function ruleOf(rules: readonly IdleRule[], podName: string): IdleRule | null {
  return rules.find(({ pods }) => matchesPattern(podName, pods)) ?? null;
}

function matchesPattern(name: string, pattern: string): boolean {
  const parts = pattern.split('*');
  const [first = '', ...rest] = parts;
  if (rest.length === 0) return name === pattern;
  const last = rest.pop() ?? '';
  if (!name.startsWith(first) || name.length < first.length + last.length || !name.endsWith(last))
    return false;
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found === -1 || found + part.length > name.length - last.length) return false;
    at = found + part.length;
  }
  return true;
}
