import { describe, expect, it } from "vitest";
import { countPlaywright, countVitest, lastLine, oneCheck, sum } from "./test-reports.mjs";

describe("countVitest", () => {
  const file = (status: string, tests: string[], message = "") => ({
    name: "a.test.ts",
    status,
    message,
    assertionResults: tests.map((one) => ({
      status: one,
      fullName: one,
      failureMessages: ["why"],
    })),
  });

  it("counts tests, and a file that could not be loaded as one", () => {
    const tally = countVitest({
      testResults: [
        file("failed", ["passed", "failed", "pending", "todo"]),
        file("failed", [], "no such module"),
        file("passed", ["passed"]),
      ],
    });
    expect(tally).toMatchObject({ passed: 2, failed: 2, skipped: 2 });
    expect(tally.failures[0]).toContain("why");
    expect(tally.failures[1]).toContain("no such module");
  });
});

describe("countPlaywright", () => {
  const spec = (title: string, status: string) => ({
    title,
    tests: [{ status, results: [{ errors: [{ message: `\u001b[31m${title} broke\u001b[39m` }] }] }],
  });

  it("counts nested tests, flaky ones as failed, and errors outside of tests", () => {
    const tally = countPlaywright({
      suites: [
        {
          title: "a.spec.ts",
          specs: [spec("one", "expected"), spec("two", "unexpected")],
          suites: [{ title: "group", specs: [spec("three", "flaky"), spec("four", "skipped")] }],
        },
      ],
      errors: [{ message: "global" }],
    });
    expect(tally).toMatchObject({ passed: 1, failed: 3, skipped: 1 });
    expect(tally.failures[0]).toBe("a.spec.ts › two\ntwo broke");
    expect(tally.failures[1]).toContain("a.spec.ts › group › three");
  });
});

it("ends with one line", () => {
  expect(lastLine(sum([oneCheck(true), oneCheck(false, "x"), oneCheck(true)]))).toBe(
    "2 passed, 1 failed",
  );
  expect(lastLine({ passed: 1, failed: 0, skipped: 2, failures: [] })).toBe(
    "1 passed, 0 failed, 2 skipped",
  );
});
