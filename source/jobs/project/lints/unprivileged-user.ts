/** A user that is not root cannot do what a pod usually wants of it. */
import { lastInstruction } from '../dockerfile/dockerfile.ts';
import type { DockerfileLint, LintFinding, LintLook } from './lint.ts';

export const unprivilegedUser: DockerfileLint = {
  id: 'unprivileged-user',
  find({ imageStages, project }: LintLook): readonly LintFinding[] {
    const user = lastInstruction(imageStages, 'USER');
    const name = user?.text.trim() ?? 'root';
    if (user === null || /^(root|0)(:|$)/.test(name)) return [];
    const { pod } = project;
    const reasons = [
      pod.ports.some(({ port, protocol }) => port === 22 && protocol === 'tcp') ? 'sshd for 22/tcp' : null,
      pod.volume.kind === 'none' ? null : `writing to ${pod.volume.mountPath}, which belongs to root`,
    ].filter((reason) => reason !== null);
    if (reasons.length === 0) return [];
    return [
      {
        severity: 'warning',
        line: user.line,
        text: `USER ${name} is not root, which is needed for ${reasons.join(' and ')}.`,
        fix: 'Start as root, and give up its rights in the start script once all is prepared.',
      },
    ];
  },
};
