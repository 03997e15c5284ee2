/** What a project's image of a version is called. */
import type { Project } from '../../project/project.ts';

/** registry.example/acme/app:1.4.0 */
export function imageReferenceOf(project: Project, version: string): string {
  return `${project.registry}/${project.repository}:${imageTagOf(version)}`;
}

/** A version may have a + with what it was built from; a tag may not. */
export function imageTagOf(version: string): string {
  return version.replaceAll('+', '-').slice(0, 128);
}
