/** `pod-engine templates get NAME`: one template, without the values of its variables. */
import type { Template } from '../runpod/deploy-cloud.ts';
import type { Command, CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { findResource } from './find-resource.ts';
import { resourceCloud } from './resource-cloud.ts';
import { templateDocument } from './template-document.ts';

export const templatesGet: Command = {
  words: 'templates get',
  aliases: [],
  argumentsHelp: 'NAME',
  minArguments: 1,
  maxArguments: 1,
  summary: 'show one template; of its variables only references to secrets',
  flags: ['json', 'config'],
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const cloud = await resourceCloud(context, 'read');
  if (typeof cloud === 'number') return cloud;
  const typed = context.arguments[0] ?? '';
  const found = findResource(context, await cloud.templates(context.signal), { typed, what: 'template' });
  if (typeof found === 'number') return found;
  const document = templateDocument(found);
  context.print(context.flags.json === true ? `${JSON.stringify(document, null, 2)}\n` : textOf(document));
  return exitCodes.ok;
}

function textOf(template: Template): string {
  const variables = Object.entries(template.environment).map(([name, value]) => `  ${name}=${value}`);
  const lines = [
    `${template.name} (${template.id})`,
    `image      ${template.image}`,
    `disk       ${template.containerDiskGigabytes} GB`,
    `volume     ${template.volumeGigabytes} GB at ${template.volumeMountPath || '—'}`,
    `ports      ${template.ports || '—'}`,
    `command    ${template.startCommand ?? "the image's own"}`,
    `registry   ${template.registryCredentialId ?? '—'}`,
    ...(variables.length === 0 ? ['variables  none'] : ['variables', ...variables]),
    ...(template.readme.trim() === '' ? [] : ['', template.readme.trim()]),
  ];
  return `${lines.join('\n')}\n`;
}
