/** The port where the application's health is asked has to be served by the image. */
import { exposedBy, isExposed } from './exposed-ports.ts';
import type { DockerfileLint, LintFinding, LintLook } from './lint.ts';

export const healthPort: DockerfileLint = {
  id: 'health-port',
  find({ imageStages, project }: LintLook): readonly LintFinding[] {
    const { port } = project.health;
    const exposed = exposedBy(imageStages);
    if (isExposed(port, exposed)) return [];
    const said = exposed.map(({ text }) => text).join(', ');
    return [
      {
        severity: 'warning',
        line: exposed[0]?.line ?? null,
        text: `The Dockerfile does not expose ${port}, where health is asked${said === '' ? '' : `; it exposes ${said}`}.`,
        fix: `Add EXPOSE ${port}, or set health.port to the port that the application serves.`,
      },
    ];
  },
};
