/** Flags that say what pod is to be rented. */
import type { FlagDefinition } from './flag-definition.ts';

export const rentFlags = {
  image: { type: 'string', value: 'IMAGE', help: 'container image, as runpod/pytorch:2.8.0' },
  template: { type: 'string', value: 'NAME', help: 'a template of the account, by name or id' },
  cloud: { type: 'string', value: 'KIND', help: 'secure, community or any' },
  cuda: { type: 'string', value: 'X.Y', help: 'lowest CUDA version that the host must have, as 12.8' },
  disk: {
    type: 'number',
    value: 'GB',
    range: { isWhole: true, min: 1, max: 100_000 },
    help: "container disk; default the template's, else 20",
  },
  volume: {
    type: 'number',
    value: 'GB',
    range: { isWhole: true, min: 0, max: 100_000 },
    help: "the pod's own volume, which lives as long as the pod; default the template's, else none",
  },
  volumePath: {
    type: 'string',
    value: 'PATH',
    help: "where a volume is mounted; default the template's, else /workspace",
  },
  networkVolume: { type: 'string', value: 'NAME', help: 'a network volume, by name or id' },
  ports: { type: 'string', value: 'PORTS', help: "as 22/tcp,8888/http; default the template's, else 22/tcp" },
  env: {
    type: 'string',
    isMultiple: true,
    value: 'NAME=VALUE',
    help: 'a variable; may be given often. A secret by reference: TOKEN={{ RUNPOD_SECRET_token }}',
  },
  startCommand: { type: 'string', value: 'COMMAND', help: "in place of the image's own" },
  registry: { type: 'string', value: 'NAME', help: "credential for the image's registry, by name or id" },
  ttl: { type: 'string', value: 'TIME', help: 'RunPod stops the pod after this long, as 8h' },
  thenTerminate: { type: 'boolean', help: 'with --ttl: end the pod in place of stopping it' },
  maxPrice: {
    type: 'number',
    value: 'DOLLARS',
    range: { isWhole: false, above: 0 },
    help: 'rent nothing above this price for the whole pod and hour',
  },
} as const satisfies Record<string, FlagDefinition>;
