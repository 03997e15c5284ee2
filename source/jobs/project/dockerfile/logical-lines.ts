/** The lines of a Dockerfile as instructions see them: comments gone, continued lines joined, heredocs beside their instruction. */

export type LogicalLine = {
  readonly line: number;
  readonly text: string;
  readonly heredocs: readonly string[];
};

export type Directives = {
  readonly syntax: { readonly image: string; readonly line: number } | null;
  readonly escapeLetter: '\\' | '`';
};

/** Directives are comments `# name=value` at the very top; the first line of another kind ends them. */
export function directivesOf(lines: readonly string[]): Directives {
  let syntax: Directives['syntax'] = null;
  let escapeLetter: Directives['escapeLetter'] = '\\';
  for (const [at, line] of lines.entries()) {
    const [, name, value = ''] = /^\s*#\s*([a-zA-Z]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (name === undefined) break;
    if (name.toLowerCase() === 'syntax') syntax = { image: value, line: at + 1 };
    if (name.toLowerCase() === 'escape' && value === '`') escapeLetter = '`';
  }
  return { syntax, escapeLetter };
}

export function logicalLines(
  lines: readonly string[],
  escapeLetter: Directives['escapeLetter'],
): readonly LogicalLine[] {
  const found: LogicalLine[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = at + 1;
    const joined = joinContinued(lines, at, escapeLetter);
    at = joined.next;
    if (joined.text.trim() === '') continue;
    const read = readHeredocs(lines, at, joined.text);
    at = read.next;
    found.push({ line, text: joined.text.trim(), heredocs: read.heredocs });
  }
  return found;
}

type Joined = { readonly text: string; readonly next: number };

/** Comments and empty lines between continued lines are passed over, as builders do. */
function joinContinued(lines: readonly string[], from: number, escapeLetter: string): Joined {
  let text = '';
  let at = from;
  for (; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const isPassedOver = /^\s*#/.test(line) || line.trim() === '';
    if (isPassedOver && at === from) return { text: '', next: at + 1 };
    if (isPassedOver) continue;
    const trimmed = line.trimEnd();
    if (!trimmed.endsWith(escapeLetter)) return { text: text + line, next: at + 1 };
    text += trimmed.slice(0, -1);
  }
  return { text, next: at };
}

type Heredocs = { readonly heredocs: readonly string[]; readonly next: number };

/** `<<EOF`, `<<-EOF`, `<<"EOF"`, several on one line; of RUN, COPY and ADD alone. */
function readHeredocs(lines: readonly string[], from: number, text: string): Heredocs {
  if (!/^\s*(RUN|COPY|ADD)\s/i.test(text)) return { heredocs: [], next: from };
  let at = from;
  const heredocs: string[] = [];
  for (const [, dash, , word] of text.matchAll(/(?<![<\w])<<(-?)(["']?)([A-Za-z_]\w*)\2/g)) {
    const body: string[] = [];
    for (; at < lines.length; at++) {
      const line = dash === '-' ? (lines[at] ?? '').replace(/^\t+/, '') : (lines[at] ?? '');
      if (line.replace(/\r$/, '') === word) break;
      body.push(line);
    }
    at += 1;
    heredocs.push(body.join('\n'));
  }
  return { heredocs, next: at };
}
