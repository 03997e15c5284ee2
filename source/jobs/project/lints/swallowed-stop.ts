/** A shell around the command does not pass SIGTERM on: the pod's stop then waits for its time to run out, and kills. */
import { lastInstruction } from '../dockerfile/dockerfile.ts';
import type { DockerfileLint, LintFinding, LintLook } from './lint.ts';

export const swallowedStop: DockerfileLint = {
  id: 'swallowed-stop',
  find: ({ imageStages }: LintLook): readonly LintFinding[] => {
    const entrypoint = lastInstruction(imageStages, 'ENTRYPOINT');
    const command = lastInstruction(imageStages, 'CMD');
    // Where there is an entry point in exec form, CMD only hands it words.
    const first = entrypoint ?? command;
    const signal = lastInstruction(imageStages, 'STOPSIGNAL');
    const found: LintFinding[] = [];
    if (first !== null && first.words === null && !startsByExec(first.text))
      found.push({
        severity: 'warning',
        line: first.line,
        text: `${first.keyword} in the shell form runs "sh -c", which does not pass SIGTERM on.`,
        fix: `Write it as a list, e.g. ${first.keyword} ["node", "serve.js"], or begin it with exec.`,
      });
    if (signal !== null && /^(SIG)?(KILL|STOP)$|^(9|19)$/i.test(signal.text.trim()))
      found.push({
        severity: 'warning',
        line: signal.line,
        text: `STOPSIGNAL ${signal.text.trim()} gives the application no chance to end well.`,
        fix: 'Leave it out, which means SIGTERM, or write STOPSIGNAL SIGTERM.',
      });
    return found;
  },
};

/** Also behind other commands: `prepare && exec serve`. */
function startsByExec(text: string): boolean {
  return /(^|[;&|]\s*)exec\s/.test(text) || text.trim() === '';
}
