import { describe, expect, it } from "vitest";
import { MASK } from "@/lib/secrets/mask";
import type { Step } from "@/tests/fixtures/receiver";
import { MAX_RESPONSE_BODY_BYTES } from "./send";
import { sendTo as sendToReceiver, withReceiver } from "./testing/receiver";

const TOKEN = 'tok_0123456789/ab+cd="ef\\gh';

withReceiver();

/** Sends with a secret header to a receiver that answers with `step`. */
const sendTo = (step: Step, headers: Record<string, string> = { "X-Api-Key": TOKEN }) =>
  sendToReceiver(step, { headers });

describe("a redirect that repeats a secret header", () => {
  it.each([
    ["in its query", (value: string) => `/new?key=${encodeURIComponent(value)}`],
    ["in its path", (value: string) => `/new/${encodeURIComponent(value)}/x`],
    ["as it is", (value: string) => `/new?key=${value}`],
    ["in what is no address", (value: string) => `http://[${value}`],
    ["as its host", (_: string) => "https://Tok-0123456789abcdef.example/"],
    ["where the shown part ends", (value: string) => `/${"x".repeat(480)}?k=${value}`],
  ])("%s does not give it away", async (where, location) => {
    const value = where === "as its host" ? "Tok-0123456789abcdef" : "tok_0123456789abcdef";
    const result = await sendTo(
      { status: 302, headers: { Location: location(value) } },
      { "X-Api-Key": value },
    );
    expect(result.failure?.kind).toBe("redirect");
    expect(result.failure?.message).toContain("redirects to");
    expect(JSON.stringify(result).toLowerCase()).not.toMatch(/tok.0123/);
  });
});

describe("an answer that repeats a secret header", () => {
  it("in a header's name or in Retry-After does not give it away", async () => {
    const value = "tok_0123456789abcdef";
    const headers = { [`x-${value}`]: "1", "Retry-After": value };
    const result = await sendTo({ status: 503, headers }, { "X-Api-Key": value });
    expect(JSON.stringify(result)).not.toContain(value);
    expect(result.responseHeaders).toHaveProperty(`x-${MASK}`, "1");
  });

  it.each([0, 1, 5, 12, 25])(
    "does not give it away where the kept part ends %i characters before its end",
    async (missing) => {
      const value = "tok_0123456789abcdefghijklm";
      const padding = "p".repeat(MAX_RESPONSE_BODY_BYTES - value.length + missing - 1);
      const result = await sendTo({ body: `${padding}:${value} more` }, { "X-Api-Key": value });
      expect(result.truncated).toBe(true);
      expect(result.responseBody).not.toContain("tok_");
    },
  );

  it("does not give it away where the answer breaks off within it", async () => {
    const value = "tok_0123456789abcdef";
    const result = await sendTo(
      ({ response }) => {
        response.writeHead(200, { "Content-Length": "500" });
        response.write(`{"key":"${value.slice(0, 15)}`, () => response.destroy());
      },
      { "X-Api-Key": value },
    );
    expect(result).toMatchObject({ truncated: true, responseBody: `{"key":"${MASK}` });
  });

  const json = JSON.stringify(TOKEN);
  it.each([
    ["as JSON", json],
    ["as JSON with escaped slashes", json.replaceAll("/", "\\/")],
    ["as JSON in JSON", JSON.stringify(json)],
    ["as \\u escapes", TOKEN.replace(/\W/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`)],
    ["in percent-encoding", encodeURIComponent(TOKEN)],
    ["in percent-encoding twice", encodeURIComponent(encodeURIComponent(TOKEN))],
    ["as HTML", TOKEN.replaceAll('"', "&quot;").replaceAll("/", "&#x2F;")],
    ["in base64", Buffer.from(TOKEN).toString("base64")],
    ["within base64", Buffer.from(`a:${TOKEN}:b`).toString("base64")],
    ["within base64url", Buffer.from(`ab:${TOKEN}:b`).toString("base64url")],
    ["in hex", Buffer.from(TOKEN).toString("hex")],
  ])("%s does not give it away", async (_how, echo) => {
    const result = await sendTo({ body: `before ${echo} after` });
    expect(result.responseBody).toMatch(/^before .*•••.* after$/);
    // Of what is in base64 its edges stay, which it shares with its neighbours.
    const rest = result.responseBody?.replace("before", "").replace("after", "") ?? "";
    expect(rest.replaceAll("•", "").trim().length).toBeLessThan(12);
  });

  it("decoded, of what Basic carries, does not give the password away", async () => {
    const credentials = Buffer.from("shop:correct horse").toString("base64");
    const result = await sendTo(
      { body: JSON.stringify({ user: "shop", password: "correct horse", raw: credentials }) },
      { Authorization: `Basic ${credentials}` },
    );
    expect(result.responseBody).toBe(JSON.stringify({ user: "shop", password: MASK, raw: MASK }));
  });
});
