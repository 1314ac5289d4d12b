/** Adds up the checks of `.ci/run` and the results of its test runs, prints them, and fails when anything failed. */
import { readFileSync } from 'node:fs';

const [steps, brokenSteps, ...files] = process.argv.slice(2);
let passed = Number(steps);
let failed = Number(brokenSteps);
let skipped = 0;
for (const file of files) {
  let result;
  try {
    result = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    console.log(`A test run left no result: ${file}`);
    failed++;
    continue;
  }
  passed += result.numPassedTests;
  failed += result.numFailedTests;
  skipped += result.numPendingTests + (result.numTodoTests ?? 0);
  // A file that could not be loaded, or a run without a test, is a failure although no test of it failed.
  const broken = result.testResults.filter(
    (one) => one.status === 'failed' && one.assertionResults.every((test) => test.status !== 'failed'),
  );
  failed += broken.length;
  if (result.numTotalTests === 0) failed++;
}
console.log(`${skipped} skipped`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
