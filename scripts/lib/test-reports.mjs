// @ts-check
import { stripVTControlCharacters } from "node:util";

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string[]} failures One text per failed test: its name and its message.
 */

/**
 * One check without tests of its own: lint, types, a build.
 * @param {boolean} passed
 * @param {string} [failure]
 * @returns {Tally}
 */
export function oneCheck(passed, failure = "") {
  return passed
    ? { passed: 1, failed: 0, skipped: 0, failures: [] }
    : { passed: 0, failed: 1, skipped: 0, failures: [failure] };
}

/**
 * Counts a Vitest JSON report. A file that could not be loaded counts as one failed test.
 * @param {any} report
 * @returns {Tally}
 */
export function countVitest(report) {
  const tally = { passed: 0, failed: 0, skipped: 0, failures: /** @type {string[]} */ ([]) };
  for (const file of report.testResults) {
    for (const test of file.assertionResults) {
      if (test.status === "passed") tally.passed++;
      else if (test.status === "failed") {
        tally.failures.push(`${file.name} › ${test.fullName}\n${test.failureMessages.join("\n")}`);
      } else tally.skipped++;
    }
    const failedInside = file.assertionResults.some(
      (/** @type {any} */ test) => test.status === "failed",
    );
    if (file.status === "failed" && !failedInside) {
      tally.failures.push(`${file.name}\n${file.message || "The file could not be run."}`);
    }
  }
  tally.failed = tally.failures.length;
  return tally;
}

/**
 * Counts a Playwright JSON report. A test that passed only when repeated counts as failed.
 * @param {any} report
 * @returns {Tally}
 */
export function countPlaywright(report) {
  const tally = { passed: 0, failed: 0, skipped: 0, failures: /** @type {string[]} */ ([]) };
  for (const { spec, path } of report.suites.flatMap((/** @type {any} */ suite) =>
    specsOf(suite, []),
  )) {
    for (const test of spec.tests) {
      if (test.status === "expected") tally.passed++;
      else if (test.status === "skipped") tally.skipped++;
      else tally.failures.push(`${[...path, spec.title].join(" › ")}\n${messageOf(test)}`);
    }
  }
  for (const error of report.errors ?? [])
    tally.failures.push(error.message ?? "Playwright failed.");
  tally.failed = tally.failures.length;
  return tally;
}

/**
 * @param {any} suite
 * @param {string[]} parents
 * @returns {{ spec: any, path: string[] }[]}
 */
function specsOf(suite, parents) {
  const path = suite.title ? [...parents, suite.title] : parents;
  const inner = (suite.suites ?? []).flatMap((/** @type {any} */ child) => specsOf(child, path));
  return [...(suite.specs ?? []).map((/** @type {any} */ spec) => ({ spec, path })), ...inner];
}

/** @param {any} test */
function messageOf(test) {
  if (test.status === "flaky") return "It passed only when it was repeated.";
  const errors = test.results.at(-1)?.errors ?? [];
  const text = errors.map((/** @type {any} */ error) => error.message).join("\n");
  return stripVTControlCharacters(text) || "It failed without a message.";
}

/**
 * @param {Tally[]} tallies
 * @returns {Tally}
 */
export function sum(tallies) {
  return {
    passed: tallies.reduce((total, tally) => total + tally.passed, 0),
    failed: tallies.reduce((total, tally) => total + tally.failed, 0),
    skipped: tallies.reduce((total, tally) => total + tally.skipped, 0),
    failures: tallies.flatMap((tally) => tally.failures),
  };
}

/**
 * The last line of `npm test`.
 * @param {Tally} tally
 */
export const lastLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
