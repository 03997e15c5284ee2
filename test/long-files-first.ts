/** The order of a run: files that take half a minute and more first, so that none of them is begun when the others are done. */
import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Within the folder `test`, longest first. A machine that has run them before knows their times itself; a new one does not. */
export const longFiles = [
  'journeys/deploy/broken.test.ts',
  'journeys/deploy/killed.test.ts',
  'pod-agent/diagnose/planted.test.ts',
  'journeys/deploy/release.test.ts',
  'journeys/deploy/stopped.test.ts',
  'journeys/deploy/silent.test.ts',
  'journeys/jobs.test.ts',
  'image/life.test.ts',
  'journeys/deploy/prebuilt.test.ts',
  'journeys/deploy/console.test.ts',
  'image/simulate.test.ts',
  'pod-agent/measures/benchmark-verb.test.ts',
  'source/jobs/deploy/killed.test.ts',
  'pod-agent/checks/started-pod.test.ts',
  'journeys/jobs-keys.test.ts',
  'pod-agent/site/page-life.test.ts',
  'pod-agent/start/nginx.test.ts',
  'source/jobs/remote/follow-remote-job.test.ts',
  'journeys/pod-life.test.ts',
  'pod-agent/agent-http.test.ts',
];

export class LongFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const others = await super.sort(files);
    const placeOf = ({ moduleId }: TestSpecification): number => {
      const place = longFiles.indexOf(relative(import.meta.dirname, moduleId));
      return place === -1 ? longFiles.length : place;
    };
    return others.toSorted((one, other) => placeOf(one) - placeOf(other));
  }
}
