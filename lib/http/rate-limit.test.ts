import { describe, expect, test } from "vitest";
import { TokenBucket, tellLimit } from "./rate-limit";

function withClock(perMinute: number) {
  let time = 1_000_000;
  const bucket = new TokenBucket(perMinute, () => time);
  const takeAll = () => {
    let count = 0;
    while (bucket.take()) count += 1;
    return count;
  };
  return { bucket, takeAll, pass: (ms: number) => (time += ms) };
}

describe("a bucket", () => {
  test("gives a minute's calls at once, and then none", () => {
    const { bucket, takeAll } = withClock(600);
    expect(takeAll()).toBe(600);
    expect(bucket.left).toBe(0);
    expect(bucket.take()).toBe(false);
  });

  test("fills again evenly, and never beyond what it holds", () => {
    const { takeAll, pass } = withClock(600);
    takeAll();
    pass(99);
    expect(takeAll()).toBe(0);
    pass(1);
    expect(takeAll()).toBe(1);
    pass(30_000);
    expect(takeAll()).toBe(300);
    pass(24 * 60 * 60_000);
    expect(takeAll()).toBe(600);
  });

  test("allows what it said it would after the wait it told", () => {
    for (const perMinute of [1, 7, 59, 60, 61, 600, 100_000]) {
      const { bucket, takeAll, pass } = withClock(perMinute);
      takeAll();
      pass(bucket.waitSeconds * 1000);
      expect(bucket.take(), `${perMinute} a minute`).toBe(true);
    }
  });

  test("takes a token back, but holds no more than it can", () => {
    const { bucket, takeAll } = withClock(2);
    bucket.giveBack();
    expect(takeAll()).toBe(2);
    bucket.giveBack();
    expect(takeAll()).toBe(1);
  });
});

describe("the headers of a limit", () => {
  test("name the policy, what is left and when there will be more", () => {
    const { bucket, takeAll } = withClock(30);
    const headers = new Headers();
    bucket.take();
    tellLimit(headers, "per-key", bucket);
    expect(headers.get("ratelimit-policy")).toBe('"per-key";q=30;w=60');
    expect(headers.get("ratelimit")).toBe('"per-key";r=29;t=2');
    takeAll();
    tellLimit(headers, "per-key", bucket);
    expect(headers.get("ratelimit")).toBe('"per-key";r=0;t=2');
  });
});
