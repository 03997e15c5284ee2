/** 22/tcp without an sshd in the image: the port is mapped, and nobody answers. */
import type { Stage } from '../dockerfile/dockerfile.ts';
import type { DockerfileLint, LintFinding, LintLook } from './lint.ts';

export const sshServer: DockerfileLint = {
  id: 'ssh-server',
  find({ imageStages, project }: LintLook): readonly LintFinding[] {
    const wantsSsh = project.pod.ports.some(({ port, protocol }) => port === 22 && protocol === 'tcp');
    if (!wantsSsh || imageStages.some(bringsServer) || /sshd/.test(project.pod.startCommand ?? '')) return [];
    return [
      {
        severity: 'warning',
        line: null,
        text: 'The pod has 22/tcp, and the Dockerfile says nothing of an SSH server.',
        fix: 'Install openssh-server and start it with the pod, or build upon an image that has it; else take 22/tcp out of ports.',
      },
    ];
  },
};

/** RunPod's own images and ours start sshd; so may whoever copies or installs something of that name. */
function bringsServer({ base, instructions }: Stage): boolean {
  const isKnownBase = base.kind === 'image' && /(^|\/)(runpod|pod-engine)\//.test(base.reference);
  const text = instructions.map((each) => [each.text, ...each.heredocs].join('\n')).join('\n');
  return isKnownBase || /sshd|openssh-server|dropbear|pod-agent/.test(text);
}
