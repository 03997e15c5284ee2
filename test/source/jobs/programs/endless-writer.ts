/** Runs one endless job with a journal, as a console does, until it is killed. Says on stdout when it has told much. */
import { openJournal } from '../../../../source/jobs/journal/journal.ts';
import { makeJob, makeRun, outputEvent } from '../make.ts';

const [, , folder = '', podCount = '1'] = process.argv;
const journal = await openJournal({ folder, profile: 'test', nowMs: Date.now });
const runs = Array.from({ length: Number(podCount) }, (_, at) => makeRun({ podId: `pod${at + 1}` }));
const job = makeJob({ runs });
const writer = journal.begin(job, (text) => process.stderr.write(`${text}\n`));
await writer.sync();
writer.add({ record: 'remote', podId: 'pod1', remoteId: 'job-in-pod-1' });
let sequence = 0;
setInterval(() => {
  for (let count = 0; count < 200; count++) {
    sequence += 1;
    const event = outputEvent(sequence, `${sequence} `.repeat(100));
    writer.add({ record: 'event', podId: 'pod1', remoteSequence: sequence, event });
  }
  if (sequence === 2000) void writer.sync().then(() => process.stdout.write('much\n'));
}, 1);
