/** All lints, in the order in which they are told. */
import { builderSyntax } from './builder-syntax.ts';
import { contextSecrets } from './context-secrets.ts';
import { exposedPorts } from './exposed-ports.ts';
import { floatingBase } from './floating-base.ts';
import { healthPort } from './health-port.ts';
import type { DockerfileLint } from './lint.ts';
import { platform } from './platform.ts';
import { secretArguments } from './secret-arguments.ts';
import { secretFiles } from './secret-files.ts';
import { secretMounts } from './secret-mounts.ts';
import { secretVariables } from './secret-variables.ts';
import { sshServer } from './ssh-server.ts';
import { swallowedStop } from './swallowed-stop.ts';
import { uncheckedDownload } from './unchecked-download.ts';
import { unprivilegedUser } from './unprivileged-user.ts';
import { versionArgument } from './version-argument.ts';

export const lints: readonly DockerfileLint[] = [
  platform,
  floatingBase,
  secretVariables,
  secretArguments,
  secretFiles,
  secretMounts,
  contextSecrets,
  healthPort,
  exposedPorts,
  sshServer,
  unprivilegedUser,
  swallowedStop,
  uncheckedDownload,
  versionArgument,
  builderSyntax,
];
