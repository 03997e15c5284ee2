/** How what would be deployed differs from the release that runs: version, image and configuration. Pure, and without secrets. */
import type { DeployDifference } from '../model/deploy.ts';
import type { EnvironmentReference, PodConfiguration, Release } from '../model/release.ts';

export function releaseDifferences(
  running: Release | null,
  next: { readonly version: string; readonly configuration: PodConfiguration },
): readonly DeployDifference[] {
  if (running === null) return [];
  const before = { version: running.version, ...fieldsOf(running.configuration) };
  const after = { version: next.version, ...fieldsOf(next.configuration) };
  return differing(before, after);
}

type Fields = Readonly<Record<string, string | null>>;

function differing(before: Fields, after: Fields): readonly DeployDifference[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => {
    const from = before[name] ?? null;
    const to = after[name] ?? null;
    return from === to ? [] : [{ name, from, to }];
  });
}

function fieldsOf(configuration: PodConfiguration): Fields {
  const { volume, bidPerGpuDollars } = configuration;
  const environment = Object.entries(configuration.environment).map(([name, reference]): [string, string] => [
    `env ${name}`,
    referenceText(reference),
  ]);
  return {
    'pod name': configuration.podName,
    GPU: configuration.gpuTypeIds.join(', '),
    'GPU count': `${configuration.gpuCount}`,
    cloud: configuration.cloud,
    'data centres': listText(configuration.dataCentreIds),
    bid: bidPerGpuDollars === null ? null : `$${bidPerGpuDollars} per GPU and hour`,
    'container disk': `${configuration.containerDiskGigabytes} GB`,
    volume: volumeText(volume),
    ports: listText(configuration.ports.map(({ port, protocol }) => `${port}/${protocol}`)),
    'start command': configuration.startCommand,
    'registry credential': configuration.registryCredential,
    ...Object.fromEntries(environment),
  };
}

/** A plain value stands in the project file, so it may be seen. */
function referenceText(reference: EnvironmentReference): string {
  switch (reference.kind) {
    case 'plain':
      return reference.value;
    case 'secret':
      return `RunPod's secret "${reference.secretName}"`;
    case 'environment':
      return `the variable ${reference.variable} of whoever deploys`;
  }
}

function volumeText(volume: PodConfiguration['volume']): string | null {
  switch (volume.kind) {
    case 'none':
      return null;
    case 'local':
      return `${volume.gigabytes} GB at ${volume.mountPath}`;
    case 'network':
      return `network volume ${volume.volumeId} at ${volume.mountPath}`;
  }
}

function listText(items: readonly string[]): string | null {
  return items.length === 0 ? null : items.join(', ');
}
