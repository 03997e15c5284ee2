/** Small makers for the tests of deploys: a project, a request, a release. */
import { dirname } from 'node:path';
import { type DeployRequest, usualRequest } from '../../../../source/jobs/model/deploy.ts';
import type { PodConfiguration, Release } from '../../../../source/jobs/model/release.ts';
import type { Project } from '../../../../source/jobs/project/project.ts';

export const podConfiguration: PodConfiguration = {
  podName: 'app-1',
  gpuTypeIds: ['NVIDIA L4'],
  gpuCount: 1,
  cloud: 'secure',
  dataCentreIds: [],
  bidPerGpuDollars: null,
  containerDiskGigabytes: 20,
  volume: { kind: 'local', gigabytes: 20, mountPath: '/workspace' },
  ports: [{ port: 80, protocol: 'http' }],
  environment: { TOKEN: { kind: 'secret', secretName: 'token' } },
  startCommand: null,
  registryCredential: null,
};

export function makeProject(file: string, fields: Partial<Project> = {}): Project {
  return {
    ...{ file, folder: dirname(file), name: 'app' },
    ...{ registry: 'registry.example:5000', repository: 'acme/app' },
    version: { kind: 'automatic' },
    build: {
      ...{ context: dirname(file), dockerfile: `${dirname(file)}/Dockerfile`, target: null },
      ...{ arguments: {}, secrets: {}, timeoutMs: 1000, maxSizeBytes: null },
    },
    test: null,
    health: { port: 80, path: '/health.json', paths: [], headers: {} },
    try: { isOn: true, timeoutMs: 1000, stopWithinMs: 1000 },
    ready: { timeoutMs: 1000 },
    verify: { times: 1, everyMs: 1, timeoutMs: 1000, soakMs: 0, benchmark: null },
    ...{ strategy: 'new', maxDollarsPerHour: null, pod: podConfiguration, hooks: {} },
    ...fields,
  };
}

export function makeRequest(projectFile: string, fields: Partial<DeployRequest> = {}): DeployRequest {
  return { ...usualRequest, projectFile, ...fields };
}

export function makeRelease(fields: Partial<Release> = {}): Release {
  return {
    ...{ schema: 1, id: 'r1', deployId: 'deploy-1', how: 'deploy', of: null },
    ...{ projectName: 'app', projectFile: '/app/pod-engine.yaml' },
    ...{ version: '1.0.0', commit: null, isDirty: false },
    image: { reference: 'registry.example:5000/acme/app:1.0.0', digest: 'sha256:1' },
    ...{ templateId: 't1', podIds: ['p1'], costPerHourDollars: 0.5, configuration: podConfiguration },
    ...{ who: 'ann@build', startedAtMs: 1, endedAtMs: 2, verdict: 'pass', text: '' },
    ...fields,
  };
}
