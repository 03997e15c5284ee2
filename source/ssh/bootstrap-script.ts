/** What a pod without an agent is asked first: is there a Node that could run one, and is one left from before. */
import { agentFileName, agentFolder, hashCommand } from './upload.ts';

export type BootstrapFacts = {
  /** An absolute path; null where there is no Node. */
  readonly nodePath: string | null;
  /** E.g. 20; null where it did not say. */
  readonly nodeMajor: number | null;
  /** The very agent of this console is there, by its hash. */
  readonly isCached: boolean;
  /** The agent's absolute path, once it is there. */
  readonly agentPath: string | null;
};

export const oldestNodeMajor = 18;

/** For the input of `sh -s`. Login shells that only run commands find no Node of nvm or conda, so those are looked for. */
export function bootstrapScript({
  mark,
  sha256,
}: {
  readonly mark: string;
  readonly sha256: string;
}): string {
  return `{
m=${mark}
f="$HOME/${agentFolder}/${agentFileName(sha256)}"
for n in "$(command -v node)" /usr/local/bin/node /usr/bin/node /opt/conda/bin/node "$HOME"/.nvm/versions/node/*/bin/node /usr/local/nvm/versions/node/*/bin/node /opt/nvm/versions/node/*/bin/node; do
  case $n in /*) ;; *) continue ;; esac
  v=$("$n" --version 2>/dev/null) || continue
  printf '\\n@%s node %s %s\\n' "$m" "$v" "$n"
done
s=
if [ -r "$f" ]; then
  s=$( (${hashCommand('node')}) <"$f" 2>/dev/null)
fi
case $s in ${sha256}*) printf '\\n@%s cached\\n' "$m" ;; esac
printf '\\n@%s path %s\\n@%s end\\n' "$m" "$f" "$m"
}
`;
}

/** null when the script did not run to its end. Noise of login shells around it does not matter. */
export function readBootstrap(output: string, mark: string): BootstrapFacts | null {
  const told = output
    .split('\n')
    .filter((line) => line.startsWith(`@${mark} `))
    .map((line) => line.slice(mark.length + 2).trimEnd());
  if (!told.includes('end')) return null;
  const nodes = told.flatMap((line) => {
    const match = /^node v(\d{1,3})\.\S* (\/[\w./@+~-]+)$/.exec(line);
    return match === null ? [] : [{ major: Number(match[1]), path: match[2] ?? null }];
  });
  const best = nodes.find(({ major }) => major >= oldestNodeMajor) ?? nodes[0];
  const agentPath = told.find((line) => line.startsWith('path /'))?.slice('path '.length) ?? null;
  return {
    nodePath: best?.path ?? null,
    nodeMajor: best?.major ?? null,
    isCached: told.includes('cached'),
    agentPath,
  };
}
