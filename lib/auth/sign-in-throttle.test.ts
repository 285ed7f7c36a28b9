import { describe, expect, it } from "vitest";
import { SignInThrottle } from "./sign-in-throttle";

function throttleAt(start = 0) {
  let now = start;
  const throttle = new SignInThrottle(() => now);
  return {
    throttle,
    fail: (times: number, key = "a@example.com") => {
      for (let n = 0; n < times; n++) throttle.failed(key);
    },
    wait: (key = "a@example.com") => throttle.waitSeconds(key),
    pass: (seconds: number) => {
      now += seconds * 1000;
    },
  };
}

describe("who gets a password wrong", () => {
  it("may try five times without waiting", () => {
    const { fail, wait } = throttleAt();
    fail(5);
    expect(wait()).toBe(0);
  });

  it("then waits, twice as long each time, and a quarter of an hour at most", () => {
    const { fail, wait } = throttleAt();
    const waits = Array.from({ length: 8 }, (_, n) => {
      fail(n === 0 ? 6 : 1);
      return wait();
    });
    expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900, 900]);
  });

  it("waits no longer than was said", () => {
    const { fail, wait, pass } = throttleAt();
    fail(6);
    pass(29);
    expect(wait()).toBe(1);
    pass(1);
    expect(wait()).toBe(0);
  });

  it("holds up nobody else", () => {
    const { fail, wait } = throttleAt();
    fail(20);
    expect(wait("b@example.com")).toBe(0);
  });

  it("is forgiven by the right one, and after an hour", () => {
    const { throttle, fail, wait, pass } = throttleAt();
    fail(10);
    throttle.succeeded("a@example.com");
    fail(1);
    expect(wait()).toBe(0);
    fail(9);
    pass(3600);
    fail(1);
    expect(wait()).toBe(0);
  });

  it("has a try taken back as if it had not been", () => {
    const { throttle, fail, wait, pass } = throttleAt();
    fail(6);
    pass(30);
    fail(1);
    throttle.forgive("a@example.com");
    expect(wait()).toBe(0);
    fail(1);
    expect(wait()).toBe(60);
  });

  it("who tries ten thousand other addresses is not kept in memory for ever", () => {
    const { fail, wait } = throttleAt();
    fail(6);
    for (let n = 0; n < 10_000; n++) fail(1, `${n}@example.com`);
    expect(wait()).toBe(0);
  });
});
