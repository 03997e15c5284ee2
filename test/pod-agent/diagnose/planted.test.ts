/**
 * The troubleshooting guide: each cause of a pod that does not start, of a health check that fails, and of a slow pod is
 * really planted in a pod, and must be the first that the diagnosis names, with its fix.
 */
import { afterEach, describe, expect, test } from 'vitest';
import { consumersIn, consumersSource, deletedFilesIn } from '../../../pod-agent/checks/disk/consumers.ts';
import { limitSources } from '../../../pod-agent/checks/processes/limits.ts';
import type { CommandSource } from '../../../pod-agent/host/host.ts';
import type { Diagnosis } from '../../../pod-agent/protocol/finding.ts';
import { buildAgent } from '../built-agent.ts';
import { type Fault, faults, fillDisk } from './faults.ts';
import { hasOwnGroups, type PlantedPod, plantedPodMissing, startPlantedPod } from './planted-pod.ts';

const agent = buildAgent();
const missing = plantedPodMissing();
const pods: PlantedPod[] = [];
const shells = ['dash', 'bash --posix', 'busybox sh'];
/** What this machine has there would be seen as well. */
const ownFolders = 'rm -rf /var/cache/apt/archives /root/.cache /var/log/*';
const fillApt =
  'mkdir -p /var/cache/apt/archives; dd if=/dev/zero of=/var/cache/apt/archives/a.deb bs=1M count=20 2>/dev/null';
const deletedLog = `exec 9>/var/log/gone.log
sleep 1000 >&9 2>/dev/null </dev/null 9>&- &
exec 9>&-
dd if=/dev/zero of=/var/log/gone.log bs=1M count=5 conv=notrunc 2>/dev/null
rm /var/log/gone.log`;
const quoted = (text: string) => text.replaceAll("'", "'\\''");

afterEach(async () => {
  for (const pod of pods.splice(0)) await pod.stop();
});

async function plant({ pod: wishes, plant: lines }: Pick<Fault, 'pod' | 'plant'>): Promise<PlantedPod> {
  const pod = await startPlantedPod(agent, wishes ?? {});
  pods.push(pod);
  if (lines !== undefined) expect(pod.run(lines).code, pod.log()).toBe(0);
  return pod;
}

describe.skipIf(missing !== null)(
  `a fault in a real pod${missing === null ? '' : ` (skipped: ${missing})`}`,
  () => {
    test('a healthy pod has neither failure nor warning', async () => {
      const { diagnosis } = (await plant({})).diagnose();
      const wrong = diagnosis.findings.filter(({ status }) => status === 'fail' || status === 'warn');
      expect(wrong).toEqual([]);
      expect(diagnosis.checks).toHaveLength(10);
    });

    test('the fix of a full disk makes room, and what fills it is named', async () => {
      const pod = await plant({ pod: { before: ownFolders }, plant: `${fillApt}\n${fillDisk}` });
      const { diagnosis } = diagnoseUntil(pod, ([first]) => /^size of/m.test(evidenceOf(first)));
      const [first] = diagnosis.findings;
      expect(first?.id).toBe('disk-full:/');
      const sizes = evidenceOf(first).split('\n');
      expect(sizes.filter((size) => size.startsWith('size of'))).toEqual([
        expect.stringMatching(/^size of \/var\/tmp: [34]\d(\.\d)? MiB$/),
        'size of /var/cache/apt/archives: 20.0 MiB',
      ]);
      expect(first?.fix?.safe).toBe(true);
      expect(pod.run(first?.fix?.command ?? 'exit 1').code).toBe(0);
      const after = pod.diagnose().diagnosis.findings;
      expect(after.map(({ id }) => id)).not.toContain('disk-full:/');
    });

    test.each(shells)('%s understands what is asked by shell lines', async (shell) => {
      const pod = await plant({ pod: { before: ownFolders }, plant: `${deletedLog}\n${fillDisk}` });
      const ask = ({ argv }: CommandSource) => pod.run(`${shell} -c '${quoted(argv[2] ?? '')}'`).output;
      const answers = { [consumersSource.id]: { ok: true, text: ask(consumersSource) } } as const;
      // Folders of the image, which are this machine's own, may be larger and are left out by whoever judges.
      expect(consumersIn(answers).map(({ path }) => path)).toContain('/var/tmp');
      expect(deletedFilesIn(answers)).toMatchObject([{ path: '/var/log/gone.log', program: 'sleep' }]);
      const files = limitSources.find(({ id }) => id === 'open files');
      expect(files?.kind === 'command' && ask(files)).toMatch(/^files 1 \d+ \d+ tini$/m);
    });

    for (const fault of faults) {
      const lacks = fault.needsGroups === true && !hasOwnGroups;
      const why = lacks ? ' (skipped: no control groups of version 1 can be made here)' : '';
      test.skipIf(lacks)(`${fault.symptom}: ${fault.cause}${why}`, () => isNamedFirst(fault), 120_000);
    }
  },
);

async function isNamedFirst(fault: Fault): Promise<void> {
  const pod = await plant(fault);
  const { diagnosis, exitCode } = diagnoseUntil(pod, ([worst]) => fault.first.test(worst?.id ?? ''));
  const [first] = diagnosis.findings;
  const told = diagnosis.findings.map(({ id, status, causedBy }) => `${status} ${id} < ${causedBy}`);
  expect(first?.id, `${told.join('\n')}\n${pod.log()}`).toMatch(fault.first);
  expect(first?.evidence).not.toEqual([]);
  expect(first?.causes).not.toEqual([]);
  expect(first?.impact).not.toBeNull();
  expect(first?.fix?.text).toMatch(fault.fix);
  expect(exitCode).toBe(fault.exitCode);
}

/** What a check allows for an answer is for a pod: on a machine on which other tests run one of them may go without. */
function diagnoseUntil(
  pod: PlantedPod,
  isComplete: (findings: Diagnosis['findings']) => boolean,
): ReturnType<PlantedPod['diagnose']> {
  for (let time = 1; ; time += 1) {
    const told = pod.diagnose();
    if (time === 4 || isComplete(told.diagnosis.findings)) return told;
  }
}

function evidenceOf(finding: Diagnosis['findings'][number] | undefined): string {
  return (finding?.evidence ?? []).map(({ what, value }) => `${what}: ${value}`).join('\n');
}
