import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { MASK } from "@/lib/secrets/mask";
import { messageAsCurl } from "./as-curl";

describe("a message as curl", () => {
  const message = {
    method: "POST",
    headers: { host: "a", "content-length": "3", authorization: MASK, "x-plain": "it's $HOME" },
    body: '{"a":"it\'s"}',
  };

  it("leaves out what curl sets itself and what is masked", () => {
    const text = messageAsCurl(message);
    expect(text).not.toMatch(/host: |content-length|authorization/);
    expect(text).toContain("http://localhost:8080/webhook");
  });

  it("reaches a program word by word through a shell", () => {
    const script = `curl() { printf '%s\\n' "$@"; }\n${messageAsCurl(message)}`;
    expect(execFileSync("sh", ["-c", script], { encoding: "utf8" }).trim().split("\n")).toEqual([
      "-X",
      "POST",
      "http://localhost:8080/webhook",
      "-H",
      "x-plain: it's $HOME",
      "--data-raw",
      message.body,
    ]);
  });
});
