import { describe, expect, it } from "vitest";
import { decrypt, deriveKey, encrypt, keyIdOf, SECRETS_LABEL, SESSIONS_LABEL } from "./crypto";

const key = deriveKey("a master secret of some length", SECRETS_LABEL);

describe("secrets at rest", () => {
  it.each(["", "x", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "Größe 🔑", "x".repeat(10_000)])(
    "come back as they were",
    (value) => {
      expect(decrypt(key, "sec_1", encrypt(key, "sec_1", value))).toBe(value);
    },
  );

  it("never look the same twice", () => {
    expect(encrypt(key, "sec_1", "value")).not.toBe(encrypt(key, "sec_1", "value"));
  });

  it("are laid out as iv, tag, ciphertext", () => {
    expect(Buffer.from(encrypt(key, "sec_1", "12345"), "base64")).toHaveLength(12 + 16 + 5);
  });

  it("are refused under another id, another key, or with any bit changed", () => {
    const encoded = encrypt(key, "sec_1", "value");
    expect(() => decrypt(key, "sec_2", encoded)).toThrow();
    expect(() => decrypt(deriveKey("another", SECRETS_LABEL), "sec_1", encoded)).toThrow();
    const bytes = Buffer.from(encoded, "base64");
    for (let index = 0; index < bytes.length; index++) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => decrypt(key, "sec_1", changed.toString("base64"))).toThrow();
    }
    for (const broken of ["", "AAAA", "no base64 at all!", encoded.slice(0, 20)]) {
      expect(() => decrypt(key, "sec_1", broken)).toThrow();
    }
  });

  it("use a key of their own, named by eight hex digits", () => {
    expect(key).toHaveLength(32);
    expect(keyIdOf(key)).toMatch(/^[0-9a-f]{8}$/);
    expect(deriveKey("a master secret of some length", SESSIONS_LABEL).equals(key)).toBe(false);
    expect(keyIdOf(deriveKey("a master secret of some length", SECRETS_LABEL))).toBe(keyIdOf(key));
  });
});
