import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { expect, it } from "vitest";
import { eventually } from "../integration/support/eventually";
import { findViolations, settled } from "./invariants";
import { START_TIMEOUT_MS, startInstance } from "./support/instance";
import { startChaosReceiver } from "./support/receiver";
import { openShop } from "./support/shop";

it(
  "after a power cut the next start on the same folder goes on where all was",
  async () => {
    const undo: (() => Promise<unknown>)[] = [];
    try {
      const receiver = await startChaosReceiver();
      undo.push(receiver.close);
      const dataDir = mkdtempSync(path.join(os.tmpdir(), "tli-chaos-cut-"));
      undo.push(async () => rmSync(dataDir, { recursive: true, force: true }));
      const first = await startInstance({ dataDir });
      undo.push(first.stop);
      const shop = await openShop(first);
      receiver.rule("/slow", () => ({ status: 200, afterMs: 1_000 }));
      receiver.rule("/waits", (_, nth) =>
        nth === 1 ? { status: 503, retryAfter: 4 } : { status: 200 },
      );
      const urls = ["/fast", "/slow", "/waits"].map((name) => receiver.url(name));
      const live = await shop.live(...urls.map((webhookUrl) => ({ webhookUrl, timeout: 5 })));
      await Promise.all(Array.from({ length: 20 }, () => shop.order()));
      await eventually(() => receiver.arrivals.length > 10, { what: "some webhooks" });
      await first.cutPower();
      const second = await startInstance({ dataDir });
      undo.push(second.stop);
      const db = new pg.Pool({ connectionString: second.databaseUrl, max: 2 });
      undo.push(() => db.end());
      await shop.order(second);
      await settled(db);
      const { acknowledged } = shop;
      const { arrivals } = receiver;
      const evidence = { db, acknowledged, arrivals, live: [live], kills: first.kills };
      expect(await findViolations(evidence)).toEqual([]);
    } finally {
      for (const step of undo.reverse()) await step();
    }
  },
  START_TIMEOUT_MS,
);
