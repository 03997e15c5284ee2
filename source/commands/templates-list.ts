/** `pod-engine templates list`: the account's own templates. */
import type { Template } from '../runpod/deploy-cloud.ts';
import type { Command, CommandContext } from './command.ts';
import type { ExitCode } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { printList, resourceCloud } from './resource-cloud.ts';
import type { TableRow } from './table.ts';
import { templateDocument } from './template-document.ts';

export const templatesList: Command = {
  words: 'templates list',
  aliases: ['templates'],
  argumentsHelp: '',
  minArguments: 0,
  maxArguments: 0,
  summary: "the account's own templates with image, disks and ports",
  flags: ['json', 'config'],
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const cloud = await resourceCloud(context, 'read');
  if (typeof cloud === 'number') return cloud;
  const listed = await cloud.templates(context.signal);
  if (!listed.ok) return sayFailure(context, listed);
  return await printList(context, {
    ...{ name: 'templates', document: listed.value.map(templateDocument), rows: listed.value.map(rowOf) },
    leastWantedFirst: ['ports', 'id', 'volume', 'disk'],
    empty: 'The account has no templates.',
  });
}

function rowOf(template: Template): TableRow {
  return {
    id: template.id,
    name: template.name,
    image: template.image,
    disk: `${template.containerDiskGigabytes} GB`,
    volume: `${template.volumeGigabytes} GB`,
    ports: template.ports || '—',
  };
}
