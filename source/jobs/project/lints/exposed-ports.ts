/** EXPOSE and the pod's ports tell the same story, or one of the two is wrong. */
import { allInstructions, type Stage } from '../dockerfile/dockerfile.ts';
import { splitWords } from '../dockerfile/variables.ts';
import type { DockerfileLint, LintFinding, LintLook } from './lint.ts';

export const exposedPorts: DockerfileLint = {
  id: 'exposed-ports',
  find({ imageStages, project }: LintLook): readonly LintFinding[] {
    const exposed = exposedBy(imageStages);
    const { ports } = project.pod;
    const unreachable = exposed.filter(
      ({ from, to }) => !ports.some(({ port }) => port >= from && port <= to),
    );
    // A base may expose what this file does not; where nothing is said at all, there is nothing to compare.
    const unsaid = exposed.length === 0 ? [] : ports.filter(({ port }) => !isExposed(port, exposed));
    return [
      ...exposed
        .filter(({ protocol }) => protocol === 'udp')
        .map(({ line, text }) => ({
          severity: 'warning' as const,
          line,
          text: `EXPOSE ${text} is by UDP, which does not reach a pod.`,
          fix: 'Serve it by TCP.',
        })),
      ...unreachable
        .filter(({ protocol }) => protocol === 'tcp')
        .map(({ line, text, from }) => ({
          severity: 'warning' as const,
          line,
          text: `EXPOSE ${text} is not among the ports of pod-engine.yaml, so nobody can reach it in the pod.`,
          fix: `Add "${from}/http" or "${from}/tcp" to ports, or take it out of EXPOSE.`,
        })),
      ...unsaid
        // Health and SSH have lints of their own.
        .filter(({ port }) => port !== project.health.port && port !== 22)
        .map(({ port, protocol }) => ({
          severity: 'warning' as const,
          line: null,
          text: `The pod's port ${port}/${protocol} is not among those that the Dockerfile exposes.`,
          fix: `Add EXPOSE ${port}, or take it out of ports.`,
        })),
    ];
  },
};

export type Exposed = {
  readonly line: number;
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly protocol: 'tcp' | 'udp';
};

/** `80`, `80/udp`, `8000-8010/tcp`; what is filled in by an argument is passed over. */
export function exposedBy(stages: readonly Stage[]): readonly Exposed[] {
  return allInstructions(stages, 'EXPOSE').flatMap(({ line, text }) =>
    splitWords(text).flatMap((word): Exposed[] => {
      const [, from, to, protocol] = /^(\d{1,5})(?:-(\d{1,5}))?(?:\/(tcp|udp))?$/i.exec(word) ?? [];
      if (from === undefined) return [];
      const isUdp = protocol?.toLowerCase() === 'udp';
      return [
        { line, text: word, from: Number(from), to: Number(to ?? from), protocol: isUdp ? 'udp' : 'tcp' },
      ];
    }),
  );
}

export function isExposed(port: number, exposed: readonly Exposed[]): boolean {
  return exposed.some(({ from, to, protocol }) => protocol === 'tcp' && port >= from && port <= to);
}
