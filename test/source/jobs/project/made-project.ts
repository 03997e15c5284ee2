/** A project made from a few lines of YAML. */
import type { Project } from '../../../../source/jobs/project/project.ts';
import { parseProject } from '../../../../source/jobs/project/read-project.ts';

export function madeProject(more = '', folder = '/project'): Project {
  const read = parseProject(
    `${folder}/pod-engine.yaml`,
    `name: app\nimage: ghcr.io/acme/app\ngpu: L40S\n${more}`,
  );
  if (!read.ok) throw new Error(read.problems.map(({ text }) => text).join('\n'));
  return read.project;
}
