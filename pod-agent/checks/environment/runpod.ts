/** What RunPod should have set, and whether its keys let anybody in. */
import type { Draft, PodPlan } from '../check.ts';
import { advice, seen, trouble } from '../web/draft.ts';
import { runpodNames } from './sources.ts';
import type { PodEnvironment } from './variables.ts';

const environ = '/proc/1/environ';

export function judgeRunpod(environment: PodEnvironment, plan: PodPlan): readonly Draft[] {
  return [
    ...missingVariables(environment, plan),
    ...(plan.gpuCount === 0 ? [withoutGpus()] : []),
    ...keys(environment, plan),
  ];
}

function missingVariables(environment: PodEnvironment, plan: PodPlan): readonly Draft[] {
  const { markers, names, isReadable } = environment;
  const hasId = plan.podId !== null || names.has('RUNPOD_POD_ID');
  const others = [...names].filter((name) => name.startsWith('RUNPOD_'));
  if (hasId || !isReadable || (markers.length === 0 && others.length === 0)) return [];
  const signs = [...markers, ...others.slice(0, 4)];
  return [
    trouble({
      id: 'environment-runpod-missing',
      title: `RUNPOD_POD_ID is not set, though ${signs[0]} says that this is a pod`,
      status: 'warn',
      evidence: [
        seen('RUNPOD_POD_ID', 'not set', environ, 'the id of the pod'),
        seen('signs of RunPod', signs.join(', '), 'files and names of variables'),
        ...runpodNames.slice(1).map((name) => seen(name, names.has(name) ? 'set' : 'not set', environ)),
      ],
      causes: [
        'A command of one’s own starts the pod with an emptied environment (env -i, su -, sudo without -E).',
        'The container was started by hand.',
      ],
      impact: 'Whatever asks for the pod’s id or makes its proxy address does not find it.',
      fix: advice('Start the pod’s program without a command that clears the environment in between.'),
      documentation: 'Variables',
    }),
  ];
}

function withoutGpus(): Draft {
  return trouble({
    id: 'environment-zero-gpus',
    title: 'The pod was started without GPUs, to get at its data (RUNPOD_GPU_COUNT=0)',
    status: 'info',
    evidence: [seen('RUNPOD_GPU_COUNT', '0', environ, '1 or more for work on GPUs')],
    causes: ['All GPUs of the pod’s host were rented to others when it was started again.'],
    impact: 'Nothing that needs a GPU runs. The volume can be read and copied.',
    fix: advice('Copy the data and rent another pod, or stop this one and start it when a GPU is free.'),
    documentation: 'A start without GPUs',
  });
}

const keyForm = /(^|\s)(ssh-|ecdsa-|sk-)[\w@.-]+ +[A-Za-z0-9+/]{16,}/;

function keys({ values, names, keyFiles, isReadable }: PodEnvironment, { podId }: PodPlan): readonly Draft[] {
  const key = values.get('PUBLIC_KEY') ?? '';
  if (key !== '' && !keyForm.test(key))
    return [noKey('warn', 'PUBLIC_KEY is set and holds no key', 'no key')];
  const isOpen = key !== '' || names.has('PUBLIC_KEY') || keyFiles.length > 0;
  if (podId === null || !isReadable || isOpen) return [];
  // Where RunPod leads a public port to sshd, somebody means to come in.
  const isPublic = values.has('RUNPOD_TCP_PORT_22');
  return [noKey(isPublic ? 'warn' : 'info', 'PUBLIC_KEY is not set: SSH lets nobody in', 'not set')];
}

function noKey(status: 'warn' | 'info', title: string, value: string): Draft {
  return trouble({
    id: 'environment-public-key-missing',
    title,
    status,
    evidence: [
      seen('PUBLIC_KEY', value, environ, 'a line such as "ssh-ed25519 AAAA… name"'),
      seen('keys in ~/.ssh/authorized_keys', 'none', '~/.ssh/authorized_keys'),
    ],
    causes: ['No SSH key stands in the RunPod account.', 'The pod was made before the key was put there.'],
    impact: 'Nobody can log in to the pod over SSH.',
    fix: advice(
      'Put a public key into the RunPod account (Settings, SSH public keys) or into PUBLIC_KEY of the template, and start the pod again.',
    ),
    documentation: 'Keys for SSH',
  });
}
