/** The text of a new pod-engine.yaml: what was guessed, and what may be wanted, as comments. */
import { stringify } from 'yaml';
import { isSecretName } from '../../../base/looks-like-secret.ts';
import type { Guess, Guesses } from './guesses.ts';

export function initText(guesses: Guesses, variableNames: readonly string[]): string {
  const { name, image, dockerfile, test, healthPort, healthPath, ports, version } = guesses;
  return `# How Pod Engine deploys this project: docs/project-file.md explains every key. "pod-engine deploy --plan" shows
# what would happen, and changes nothing.

name: ${scalar(name)}
# Without a tag: each release gets its version.
image: ${scalar(image)}
# auto: the version of the commit's own tag, else the last release counted up. Or "1.2.3", or {file: package.json}.
version: ${version.value}

build:
  context: .
  dockerfile: ${scalar(dockerfile)}
  # target: runtime
  # arguments: {NODE_ENV: production}
  # Files that RUN --mount=type=secret reads; no layer keeps them.
  # secrets: {npmrc: .npmrc}

# Run before the build; when it fails, the deploy ends.
${test === null ? '# test: npm test' : `test: ${scalar(test)}`}

health:
  port: ${scalar(healthPort)}
  # Answers 200 when the application is well.
  path: ${scalar(healthPath)}

ports:
${ports.value.map((port) => `  - ${port}`).join('\n')}

# In order of wish: the first one that is free is rented.
gpu:
  types: [RTX 4090]
  count: 1
cloud: secure
# dataCentres: [EU-RO-1]
# Dollars for the whole pod; nothing dearer is rented.
# maxPricePerHour: 1.00

disk: 20GB
# Outlives stops, and lies at /workspace.
# volume: 50GB

# Text, {secret: NAME} of RunPod's own store, or {fromEnvironment: NAME} of whoever deploys. No secrets in plain text.
${variables(variableNames)}
# RunPod's name of the credentials for a private image.
# registryCredential: my-registry

# Where a release runs already: blue-green makes a new pod and stops the old one once the new one is proved.
strategy: blue-green
`;
}

function scalar({ value }: Guess<string | number>): string {
  return stringify(value).trim();
}

/** As comments: what an example names is not always wanted in the pod. */
function variables(names: readonly string[]): string {
  const shown = names.length === 0 ? ['LOG_LEVEL', 'HF_TOKEN'] : names;
  const lines = shown.map((name) =>
    isSecretName(name) ? `#   ${name}: {secret: ${name.toLowerCase()}}` : `#   ${name}: …`,
  );
  return ['# env:', ...lines].join('\n');
}
