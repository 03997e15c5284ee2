/** Kinds of trouble that logs tell of, each by the words for it. The first that fits a line counts. */
import type { FindingStatus } from '../../protocol/finding.ts';

export type ErrorClass = {
  /** Id of its finding. */
  readonly id: string;
  readonly form: RegExp;
  readonly title: string;
  readonly status: Extract<FindingStatus, 'info' | 'warn' | 'fail'>;
  /** Fewer lines than this in the last minutes are a remark. */
  readonly fromCount: number;
  readonly causes: readonly string[];
  readonly impact: string;
  readonly fix: string;
};

/** Words that the system and well-known programs have for it, in any log. */
export const errorClasses: readonly ErrorClass[] = [
  {
    id: 'logs-no-space',
    form: /No space left on device|\bENOSPC\b|Disk quota exceeded/i,
    title: 'something could not be written, for want of space',
    status: 'fail',
    fromCount: 1,
    causes: ['A disk, a volume’s quota or /dev/shm is full.'],
    impact: 'Files are cut short or missing: checkpoints, uploads, logs.',
    fix: 'Free space: see the findings on disks, which name what is full.',
  },
  {
    id: 'logs-open-files',
    form: /Too many open files|\bEMFILE\b|\bENFILE\b/i,
    title: 'a program had too many files open',
    status: 'warn',
    fromCount: 1,
    causes: ['A limit of open files is low, or a program does not close what it opens.'],
    impact: 'Requests fail at times.',
    fix: 'Raise the limit (ulimit -n, worker_rlimit_nofile) as far as the hard limit lets you.',
  },
  {
    id: 'logs-gpu-memory',
    form: /CUDA out of memory|OutOfMemoryError.*(?:CUDA|GPU)|CUDA_ERROR_OUT_OF_MEMORY|HIP out of memory/i,
    title: 'a program wanted more GPU memory than there is',
    status: 'warn',
    fromCount: 1,
    causes: [
      'The model or the batch is too large for the card.',
      'Another program holds memory of the card.',
    ],
    impact: 'The request or the training step failed.',
    fix: 'Make the batch or the context smaller, end what else uses the card, or rent a larger one.',
  },
  {
    id: 'logs-worker-killed',
    form: /worker process \d+ exited on signal 9|\bOut of memory: Killed process|oom-kill|\(OOM\) killed|exit(?:ed with)? code 137|\bSIGKILL\b.*(?:out of memory|oom)/i,
    title: 'a process was killed, as the kernel does when memory runs out',
    status: 'fail',
    fromCount: 1,
    causes: ['The pod’s memory limit was reached.', 'Somebody killed it by hand (SIGKILL).'],
    impact: 'What it was doing is lost.',
    fix: 'See the findings on memory; give the pod more, or let the program use less.',
  },
  {
    id: 'logs-crash',
    form: /exited on signal (?:11|6|7|4)\b|\bsegfault\b|Segmentation fault|core dumped|Illegal instruction/i,
    title: 'a program crashed',
    status: 'warn',
    fromCount: 1,
    causes: [
      'A fault in the program or one of its libraries.',
      'Libraries of two versions, e.g. of CUDA, side by side.',
    ],
    impact: 'What it was doing is lost; nginx starts its workers again by itself.',
    fix: 'See the lines before it, and bring the program and its libraries to versions that belong together.',
  },
  {
    id: 'logs-bind-failed',
    form: /\(98: (?:Address already in use|Unknown error)\)|Address already in use|\bEADDRINUSE\b/i,
    title: 'a program found its port taken',
    status: 'warn',
    fromCount: 1,
    causes: ['Two programs are set to one port.', 'An earlier run of it still holds the port.'],
    impact: 'The program did not start.',
    fix: 'See the findings on nginx and the network: they name who holds the port.',
  },
  {
    id: 'logs-upstream-refused',
    form: /\(111: (?:Connection refused|Unknown error)\) while connecting to upstream|no live upstreams/i,
    title: 'nginx did not reach the application behind it',
    status: 'warn',
    fromCount: 3,
    causes: ['The application does not run, or is starting.', 'It listens at another port than nginx asks.'],
    impact: 'Visitors get 502.',
    fix: 'Start the application; the line names the address at which nginx looks for it.',
  },
  {
    id: 'logs-upstream-timeout',
    form: /upstream timed out|\(110: (?:Connection timed out|Operation timed out)\) while (?:reading|connecting|sending)/i,
    title: 'the application behind nginx did not answer in time',
    status: 'warn',
    fromCount: 2,
    causes: ['The application is busy: a long computation, a model that loads, a full queue.'],
    impact: 'Visitors get 504.',
    fix: 'Give the application more workers, or nginx more patience (proxy_read_timeout) where long answers are meant.',
  },
  {
    id: 'logs-upstream-closed',
    form: /upstream prematurely closed connection|\(104: Connection reset by peer\) while reading response header/i,
    title: 'the application behind nginx hung up in the middle',
    status: 'warn',
    fromCount: 2,
    causes: ['The application ended or crashed during a request.'],
    impact: 'Visitors get 502.',
    fix: 'See the log of the application at that time.',
  },
  {
    id: 'logs-worker-connections',
    form: /worker_connections are not enough/,
    title: 'nginx had no connection left',
    status: 'warn',
    fromCount: 1,
    causes: ['worker_connections is too small for the visitors.'],
    impact: 'Some visitors are turned away.',
    fix: 'Raise worker_connections and worker_rlimit_nofile.',
  },
  {
    id: 'logs-permission-denied',
    form: /\(13: Permission denied\)|\bPermission denied\b|\bEACCES\b/i,
    title: 'a program was refused a file',
    status: 'warn',
    fromCount: 1,
    causes: ['A file or folder belongs to another user, or its mode is too narrow.'],
    impact: 'Visitors get 403, or a program cannot write.',
    fix: 'See the line for the path, and the findings on the application files for its mode.',
  },
];

/** A program's own words for an error that is none of the above. */
export const otherError =
  /\b(?:ERROR|CRITICAL|FATAL|PANIC)\b|\b(?:Traceback \(most recent call last\)|Unhandled(?:Promise)?(?: ?Rejection)?|Uncaught \w*Error)\b/;
