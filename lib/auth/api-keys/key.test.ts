import { describe, expect, it } from "vitest";
import { bearerToken, generateKey, hashKey, isKeyShaped } from "./key";

describe("API keys", () => {
  it("have a recognisable form, a prefix and a hash that does not hold the key", () => {
    const { key, prefix, hash } = generateKey();
    expect(key).toMatch(/^tli_[A-Za-z0-9_-]{43}$/);
    expect(prefix).toBe(key.slice(0, 12));
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(hash).toBe(hashKey(key));
    expect(isKeyShaped(key)).toBe(true);
    expect(generateKey().key).not.toBe(key);
  });

  it("hashes with SHA-256", () => {
    expect(hashKey("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });
});

describe("the Authorization header", () => {
  const { key } = generateKey();
  it.each([
    [null, null],
    ["", null],
    ["Basic dXNlcjpwYXNz", null],
    [`Bearer ${key}`, key],
    [`bearer  ${key} `, key],
    ["Bearer", ""],
    ["Bearer x", ""],
    [`Bearer ${key} ${key}`, ""],
    [`Bearer ${key}, Bearer ${key}`, ""],
    [`Bearer ${key}\u00e9`, ""],
  ])("%j gives %j", (header, expected) => {
    expect(bearerToken(header)).toBe(expected);
  });
});
