import { spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createOrderSchema } from "@/lib/orders/schemas";
import { createReplaySchema } from "@/lib/replays/schemas";
import { createScenarioSchema } from "@/lib/scenarios/schemas";
import { validateGraph } from "@/lib/scenarios/validate";
import { BUILD_DIR, inRoot, ROOT } from "../../scripts/lib/paths.mjs";

const read = (file: string) => readFileSync(inRoot(file), "utf8");
const GUIDE = "docs/receiving-webhooks.md";
const FENCE = /^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm;

/** The fenced blocks of a page that carry a file name, by that name. */
function namedBlocks(file: string): Map<string, string> {
  const blocks = [...read(file).matchAll(FENCE)];
  return new Map(blocks.flatMap(([, , name, text]) => (name ? [[name, text ?? ""]] : [])));
}

const guide = namedBlocks(GUIDE);
const block = (name: string) => {
  const text = guide.get(name);
  if (text === undefined) throw new Error(`${GUIDE} has no block named ${name}`);
  return text;
};

const SECRETS = ["your-webhook-secret", "whsec_c2VjcmV0IG9mIHRoaXJ0eSByYW5kb20gYnl0ZXM="];
const BODY = Buffer.from('{"event":"order.created","name":"Zoë 🚀","html":"<a href=\\"/\\">"}\n');
const now = () => String(Math.floor(Date.now() / 1000));

/** As the receiver is told it is made, apart from the product's own code. */
const sign = (secret: string, timestamp: string, body: Buffer) =>
  `sha256=${createHmac("sha256", secret).update(`${timestamp}.`).update(body).digest("hex")}`;

function signStandard(secret: string, id: string, timestamp: string, body: Buffer) {
  const key = secret.startsWith("whsec_") ? Buffer.from(secret.slice(6), "base64") : secret;
  return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest("base64")}`;
}

let folder = "";
beforeAll(() => {
  // Below the clone, so that the snippet with a library finds it.
  mkdirSync(BUILD_DIR, { recursive: true });
  folder = mkdtempSync(path.join(BUILD_DIR, "docs-test-"));
  for (const [name, text] of guide) writeFileSync(path.join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(command: string[], args: string[], body: Buffer): string {
  const [program = "", ...before] = command;
  const result = spawnSync(program, [...before, ...args], {
    cwd: folder,
    input: body,
    encoding: "utf8",
  });
  const word = result.stdout?.trim();
  if (result.status === (word === "valid" ? 0 : 1) && /^(in)?valid$/.test(word)) return word;
  throw new Error(`${program}: exit ${result.status}, ${result.error ?? result.stderr}`);
}

/** One file without a module, built with what is on this machine. */
const GO = {
  GO111MODULE: "off",
  GOFLAGS: "",
  GOENV: "off",
  GOTOOLCHAIN: "local",
  CGO_ENABLED: "0",
};
/** The first build of a machine compiles the standard library. */
const GO_BUILD_MS = 300_000;

const hasProgram = (program: string, flag: string) =>
  spawnSync(program, [flag], { encoding: "utf8" }).status === 0;

describe("the guide for receivers", () => {
  test("the sample request carries the signatures of its body", () => {
    const body = Buffer.from(block("body.json").trimEnd());
    const lines = block("headers.http").trimEnd().split("\n");
    const headers = new Map(lines.map((line) => line.split(": ", 2) as [string, string]));
    const timestamp = headers.get("X-Webhook-Timestamp") ?? "";
    const id = headers.get("X-Webhook-Id") ?? "";
    expect(headers.get("X-Webhook-Signature")).toBe(sign("your-webhook-secret", timestamp, body));
    expect(headers.get("webhook-signature")).toBe(
      signStandard("your-webhook-secret", id, timestamp, body),
    );
    expect(headers.get("webhook-id")).toBe(id);
    expect(headers.get("webhook-timestamp")).toBe(timestamp);
  });

  const languages = [
    { name: "Node.js", command: [process.execPath, "verify.mjs"], present: true },
    { name: "Python", command: ["python3", "verify.py"], present: true },
    { name: "PHP", command: ["php", "verify.php"], present: hasProgram("php", "--version") },
    { name: "Ruby", command: ["ruby", "verify.rb"], present: hasProgram("ruby", "--version") },
    { name: "Go", command: ["./verify-go"], present: hasProgram("go", "version") },
  ];

  describe.each(languages)("$name", ({ name, command, present }) => {
    beforeAll(() => {
      if (name !== "Go" || !present) return;
      const built = spawnSync("go", ["build", "-o", "verify-go", "verify.go"], {
        cwd: folder,
        encoding: "utf8",
        env: { ...process.env, ...GO },
      });
      if (built.status !== 0) throw new Error(`go build: ${built.error ?? built.stderr}`);
    }, GO_BUILD_MS);

    test.runIf(present).each(SECRETS)("accepts what was signed with %s", (secret) => {
      const timestamp = now();
      expect(run(command, [secret, timestamp, sign(secret, timestamp, BODY)], BODY)).toBe("valid");
    });

    test.runIf(present)("refuses what was tampered with, and what is old", () => {
      const [secret = "", other = ""] = SECRETS;
      const timestamp = now();
      const good = sign(secret, timestamp, BODY);
      const changed = Buffer.from(BODY.toString().replace("order", "Order"));
      const moved = String(Number(timestamp) - 1);
      const old = String(Number(timestamp) - 301);
      const ahead = String(Number(timestamp) + 330);
      expect(run(command, [secret, timestamp, good], changed)).toBe("invalid");
      expect(run(command, [secret, moved, good], BODY)).toBe("invalid");
      expect(run(command, [other, timestamp, good], BODY)).toBe("invalid");
      expect(run(command, [secret, timestamp, good.slice(0, -1)], BODY)).toBe("invalid");
      expect(run(command, [secret, timestamp, good.replace("sha256=", "")], BODY)).toBe("invalid");
      expect(run(command, [secret, timestamp, ""], BODY)).toBe("invalid");
      expect(run(command, [secret, old, sign(secret, old, BODY)], BODY)).toBe("invalid");
      expect(run(command, [secret, ahead, sign(secret, ahead, BODY)], BODY)).toBe("invalid");
      expect(run(command, [secret, "soon", sign(secret, "soon", BODY)], BODY)).toBe("invalid");
    });
  });

  test.each(SECRETS)("the Standard Webhooks library accepts what was signed with %s", (secret) => {
    const command = [process.execPath, "standard.mjs"];
    const timestamp = now();
    const good = signStandard(secret, "dlv_1", timestamp, BODY);
    expect(run(command, [secret, "dlv_1", timestamp, good], BODY)).toBe("valid");
    expect(run(command, [secret, "dlv_2", timestamp, good], BODY)).toBe("invalid");
    expect(run(command, [secret, "dlv_1", timestamp, good], Buffer.from("{}"))).toBe("invalid");
  });

  test.each([0, 1])("while a secret is rotated, a receiver with either is served: %i", (which) => {
    const timestamp = now();
    const both = SECRETS.map((secret) => signStandard(secret, "dlv_1", timestamp, BODY)).join(" ");
    const own = SECRETS[which] ?? "";
    const library = [process.execPath, "standard.mjs"];
    expect(run(library, [own, "dlv_1", timestamp, both], BODY)).toBe("valid");
    expect(run(library, ["a third one", "dlv_1", timestamp, both], BODY)).toBe("invalid");

    const any = [process.execPath, "verify-any.mjs"];
    const signature = sign(own, timestamp, BODY);
    expect(run(any, [timestamp, signature, ...SECRETS], BODY)).toBe("valid");
    expect(run(any, [timestamp, signature, "a third one"], BODY)).toBe("invalid");
    expect(run(any, [timestamp, signature, ...SECRETS], Buffer.from("{}"))).toBe("invalid");
    const old = String(Number(timestamp) - 301);
    expect(run(any, [old, sign(own, old, BODY), ...SECRETS], BODY)).toBe("invalid");
  });
});

describe("the README", () => {
  const readme = read("README.md");
  const bodies = [...readme.matchAll(/--data '([^']+)'/g)].map(([, text]) =>
    JSON.parse(text as string),
  );

  test("its requests are accepted", () => {
    const [scenario, order, replay] = bodies;
    const { graph } = createScenarioSchema.parse(scenario);
    expect(validateGraph(graph)).toEqual([]);
    expect(createOrderSchema.safeParse(order).error).toBeUndefined();
    expect(createReplaySchema.safeParse(replay).error).toBeUndefined();
    expect(bodies).toHaveLength(3);
  });

  test("its variables are those of the code and of .env.example", () => {
    const table = readme.slice(readme.indexOf("## Configuration")).split(/^## /m)[1] ?? "";
    const rows = [...table.matchAll(/^\| (`[^|]+) \|/gm)].map(([, cell]) => cell ?? "");
    const documented = rows.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, v]) => v));
    const example = [...read(".env.example").matchAll(/^#? ?([A-Z_]+)=/gm)].map(([, v]) => v);
    expect([...example].sort()).toEqual([...documented].sort());
    const config = read("scripts/lib/config.mjs");
    const mentioned = [...config.matchAll(/(?:read\("|env\.)([A-Z_]{4,})/g)].map(([, v]) => v);
    const names = new Set(mentioned.filter((name) => name !== "NODE_ENV"));
    expect([...documented].sort()).toEqual([...names].sort());
  });

  test("its scripts exist", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const pages = `${readme}\n${read("CONTRIBUTING.md")}`;
    const named = [...pages.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(
      ([, name]) => name as string,
    );
    expect([...new Set(named)].filter((name) => !(name in scripts))).toEqual([]);
  });
});

const pages = [
  "README.md",
  "CONTRIBUTING.md",
  ...readdirSync(inRoot("docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name.split(path.sep).join("/")}`),
];

/** What is in the repository, apart from what is installed or made. */
const TOP = new Set(
  readdirSync(ROOT).filter((name) => !/^(node_modules|\.(next|data|build|git))$/.test(name)),
);

describe.each(pages)("%s", (page) => {
  const prose = read(page).replace(FENCE, "");

  test("names only paths that exist", () => {
    const named = [...prose.matchAll(/`([^`\s]+)`/g)].map(([, text]) => text ?? "");
    const paths = named.filter((text) => {
      const isPlain = /^[\w.[\]()/-]+$/.test(text);
      return isPlain && text.includes("/") && TOP.has(text.split("/", 1)[0] ?? "");
    });
    expect(paths.filter((text) => !existsSync(inRoot(text)))).toEqual([]);
  });

  test("links only to pages that exist", () => {
    const links = [...prose.matchAll(/(?<!!)\[[^\]]+\]\(([^)#]+)[^)]*\)/g)].map(
      ([, to]) => to ?? "",
    );
    const own = links.filter((to) => !/^https?:/.test(to));
    const folderOf = path.dirname(inRoot(page));
    expect(own.filter((to) => !existsSync(path.resolve(folderOf, to)))).toEqual([]);
  });
});
