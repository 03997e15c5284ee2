/** The template that a body refers to. */
import type { Template, Templates } from '../../cloud/templates.ts';
import { invalid, Problem } from '../problem.ts';

/** Throws where there is none, and for one of serverless workers. */
export function templateFor(id: string, templates: Templates): Template {
  const template = templates.find(id);
  if (template === null) throw new Problem(404, 'template not found');
  if (template.isServerless === true) throw invalid(['$.templateId: must not be a serverless template']);
  return template;
}
