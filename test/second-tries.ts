/** Names the tests that passed only when they were tried again: each is a race that wants mending. */
import type { Reporter } from 'vitest/node';

/** A reporter that says nothing unless there is something to say. */
export function secondTries(): Reporter {
  return {
    onTestRunEnd: (modules) => {
      const flaky = modules.flatMap((module) => [...module.children.allTests()].filter(isFlaky));
      if (flaky.length === 0) return;
      console.log(`\nPassed only at the second try, ${flaky.length} in all:`);
      for (const test of flaky) {
        console.log(`  ${test.module.relativeModuleId} > ${test.fullName}`);
        for (const { message } of test.result().errors ?? []) console.log(`    ${message.split('\n', 1)[0]}`);
      }
    },
  };
}

function isFlaky(test: { diagnostic(): { readonly flaky: boolean } | undefined }): boolean {
  return test.diagnostic()?.flaky === true;
}
