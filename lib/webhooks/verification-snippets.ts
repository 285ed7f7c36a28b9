/**
 * How a receiver verifies a signature, as complete files: the ones of docs/receiving-webhooks.md, which
 * `tests/integration/docs.test.ts` runs. Safe in the browser.
 */
export const verificationSnippets: readonly { language: string; label: string; code: string }[] = [
  {
    language: "js",
    label: "Node.js",
    code: `import { createHmac, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";

const TOLERANCE_SECONDS = 5 * 60;

export function verifyWebhook(rawBody, timestamp, signature, secret) {
  if (!/^\\d{1,12}$/.test(timestamp ?? "")) return false;
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return false;
  const digest = createHmac("sha256", secret).update(\`\${timestamp}.\`).update(rawBody).digest("hex");
  const expected = Buffer.from(\`sha256=\${digest}\`);
  const given = Buffer.from(signature ?? "");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const [secret, timestamp, signature] = process.argv.slice(2);
const valid = verifyWebhook(readFileSync(0), timestamp, signature, secret);
console.log(valid ? "valid" : "invalid");
process.exitCode = valid ? 0 : 1;
`,
  },
  {
    language: "python",
    label: "Python",
    code: `import hashlib
import hmac
import re
import sys
import time

TOLERANCE_SECONDS = 5 * 60


def verify_webhook(raw_body: bytes, timestamp: str, signature: str, secret: str) -> bool:
    if not re.fullmatch(r"[0-9]{1,12}", timestamp):
        return False
    if abs(time.time() - int(timestamp)) > TOLERANCE_SECONDS:
        return False
    signed = timestamp.encode() + b"." + raw_body
    expected = "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), signature.encode())


if __name__ == "__main__":
    secret, timestamp, signature = sys.argv[1:4]
    valid = verify_webhook(sys.stdin.buffer.read(), timestamp, signature, secret)
    print("valid" if valid else "invalid")
    sys.exit(0 if valid else 1)
`,
  },
  {
    language: "php",
    label: "PHP",
    code: `<?php

const TOLERANCE_SECONDS = 5 * 60;

function verify_webhook(string $rawBody, string $timestamp, string $signature, string $secret): bool
{
    if (preg_match('/^[0-9]{1,12}$/D', $timestamp) !== 1) {
        return false;
    }
    if (abs(time() - (int) $timestamp) > TOLERANCE_SECONDS) {
        return false;
    }
    $expected = 'sha256=' . hash_hmac('sha256', $timestamp . '.' . $rawBody, $secret);
    return hash_equals($expected, $signature);
}

[, $secret, $timestamp, $signature] = $argv;
$valid = verify_webhook(file_get_contents('php://stdin'), $timestamp, $signature, $secret);
echo $valid ? "valid\\n" : "invalid\\n";
exit($valid ? 0 : 1);
`,
  },
  {
    language: "ruby",
    label: "Ruby",
    code: `require "openssl"

TOLERANCE_SECONDS = 5 * 60

def verify_webhook(raw_body, timestamp, signature, secret)
  return false unless /\\A[0-9]{1,12}\\z/.match?(timestamp)
  return false if (Time.now.to_i - timestamp.to_i).abs > TOLERANCE_SECONDS

  signed = "#{timestamp}.".b + raw_body.b
  expected = "sha256=" + OpenSSL::HMAC.hexdigest("SHA256", secret, signed)
  OpenSSL.secure_compare(expected, signature)
end

secret, timestamp, signature = ARGV
valid = verify_webhook($stdin.binmode.read, timestamp, signature, secret)
puts(valid ? "valid" : "invalid")
exit(valid ? 0 : 1)
`,
  },
  {
    language: "go",
    label: "Go",
    code: `package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"
)

const tolerance = 5 * time.Minute

func verifyWebhook(rawBody []byte, timestamp, signature, secret string) bool {
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil || time.Since(time.Unix(seconds, 0)).Abs() > tolerance {
		return false
	}
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(timestamp + "."))
	mac.Write(rawBody)
	expected := "sha256=" + hex.EncodeToString(mac.Sum(nil))
	return hmac.Equal([]byte(expected), []byte(signature))
}

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: verify SECRET TIMESTAMP SIGNATURE < body")
		os.Exit(2)
	}
	rawBody, err := io.ReadAll(os.Stdin)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	if !verifyWebhook(rawBody, os.Args[2], os.Args[3], os.Args[1]) {
		fmt.Println("invalid")
		os.Exit(1)
	}
	fmt.Println("valid")
}
`,
  },
];
