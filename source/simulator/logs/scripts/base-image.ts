/** What an image of RunPod's own prints as it starts, whatever runs in it then. */
import type { PodPlan } from '../../cast/index.ts';
import { letters } from '../../chance.ts';

export function baseImageBoot({ seed, hardware }: PodPlan): readonly string[] {
  const fingerprint = letters(seed, {
    length: 43,
    alphabet: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  });
  return [
    'Starting Nginx service...',
    ' * Starting nginx nginx',
    '   ...done.',
    'Pod Started',
    'Setting up SSH...',
    'Generating missing host keys',
    `SSH host keys: 256 SHA256:${fingerprint} root@container (ED25519)`,
    'Starting Jupyter Lab...',
    'Jupyter Lab started',
    'Exporting environment variables...',
    `Detected ${hardware.gpuCount} GPU(s), driver ${hardware.driver}`,
    'Start script(s) finished, Pod is ready to use.',
  ];
}
