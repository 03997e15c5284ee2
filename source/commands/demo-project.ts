/** The project that the demo can be seen to deploy: an image that is built already, so that neither engine nor account is needed. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFileName } from './find-project.ts';

/** @returns The path of its pod-engine.yaml. */
export function writeDemoProject(folder: string, image: string): string {
  const project = join(folder, 'demo-app');
  mkdirSync(project);
  const file = join(project, projectFileName);
  writeFileSync(file, textOf(image));
  return file;
}

function textOf(image: string): string {
  return `# The demo's application. It is built already, and lies in the local fleet's own registry.
name: demo-app
image: ${image}
prebuilt: true

health:
  port: 8000
  path: /health.json
  paths: [/]

gpu:
  types: [RTX 4090, L40S, A100 SXM]
strategy: blue-green
verify:
  every: 1s
  soak: 5s
`;
}
