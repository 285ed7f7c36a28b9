import net from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { closeDatabase, db } from "@/lib/db";
import { isTaken, type Sql, sql, sqlTransaction } from "@/lib/sql";
import { withTestDatabase } from "./support/database";

const database = withTestDatabase();
let wire: Awaited<ReturnType<typeof startWire>>;

/** Between us and the database, to go dead without a word, as a machine does that loses its power. */
async function startWire(target: URL) {
  const state = { isDead: false };
  const sockets = new Set<net.Socket>();
  const server = net.createServer((near) => {
    const far = net.connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on("data", (chunk) => state.isDead || to.write(chunk));
      from.on("close", () => to.destroy()).on("error", () => to.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = new URL(target);
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as net.AddressInfo).port);
  return Object.assign(state, {
    url: url.href,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

beforeAll(async () => {
  wire = await startWire(new URL(database.url()));
  process.env.DATABASE_URL = wire.url;
});
afterEach(async () => {
  vi.useRealTimers();
  wire.isDead = false;
  await closeDatabase();
});
afterAll(() => wire.stop());

const settings = () =>
  sql().$queryRaw<{ key: string; value: string }[]>`SELECT key, value FROM settings ORDER BY key`;
const insert = (tx: Pick<ReturnType<typeof sql>, "$executeRaw">, key: string) =>
  tx.$executeRaw`INSERT INTO settings (key, value, updated_at) VALUES (${key}, '{}', now())`;

describe("a transaction", () => {
  const keys = async () => (await settings()).map(({ key }) => key);

  it("commits what is written last, and tells of it when that fails, with nothing of it done", async () => {
    await sqlTransaction(async (tx) => tx.lastly(insert(tx, "last")));
    expect(await keys()).toContain("last");
    const again = sqlTransaction(async (tx) => {
      await insert(tx, "before the last");
      tx.lastly(insert(tx, "last"));
      tx.lastly(insert(tx, "after the last"));
    });
    await expect(again).rejects.toSatisfy(isTaken);
    expect(await keys()).not.toContain("before the last");
    expect(await keys()).not.toContain("after the last");
    await sql().$executeRaw`DELETE FROM settings WHERE key = 'last'`;
  });

  it("does nothing of what is to be written last when the work throws after all", async () => {
    const thrown = sqlTransaction(async (tx) => {
      tx.lastly(insert(tx, "in vain"));
      throw new Error("after all");
    });
    await expect(thrown).rejects.toThrow("after all");
    expect(await keys()).not.toContain("in vain");
  });

  it("ends its work: what one branch still asks for after another has thrown is not carried out", async () => {
    const slowly = async (tx: Sql) => {
      for (const key of ["slow 1", "slow 2", "slow 3", "slow 4"]) await insert(tx, key);
    };
    let late: Promise<unknown> = Promise.resolve();
    const work = sqlTransaction(async (tx) => {
      late = slowly(tx).catch((error: unknown) => error);
      await insert(tx, "quick");
      throw new Error("no more");
    });
    await expect(work).rejects.toThrow("no more");
    expect(String(await late)).toMatch(/over/);
    expect(await keys()).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^slow|quick/)]),
    );
  });

  it("does not lend its connection to whoever asks after its end", async () => {
    let tx: Sql | undefined;
    await sqlTransaction(async (own) => {
      tx = own;
    });
    await expect(insert(tx as Sql, "after the end")).rejects.toThrow(/over/);
    expect(await keys()).not.toContain("after the end");
  });

  it("throws what went wrong first, of statements side by side, whoever waited for which", async () => {
    const work = sqlTransaction((tx) =>
      Promise.all([
        (async () => (await (async () => tx.$queryRaw`SELECT 1/0`)()) as unknown)(),
        tx.$queryRaw`SELECT 1`,
      ]),
    );
    await expect(work).rejects.toMatchObject({ code: "22012" });
  });

  it("is not taken for committed when a statement has failed whose error was swallowed", async () => {
    const work = sqlTransaction(async (tx) => {
      await insert(tx, "swallowed");
      await tx.$queryRaw`SELECT 1/0`.catch(() => {});
    });
    await expect(work).rejects.toMatchObject({ code: "22012" });
    expect(await keys()).not.toContain("swallowed");
  });

  it("is one although the session has forgotten what was prepared", async () => {
    await sqlTransaction((tx) => tx.$queryRaw`SELECT 1`);
    await sql().$executeRaw`DEALLOCATE ALL`;
    const work = sqlTransaction(async (tx) => {
      await tx.$executeRaw`INSERT INTO settings VALUES ('not alone', '{}', now())`;
      await tx.$queryRaw`SELECT 1/0`;
    });
    await expect(work).rejects.toMatchObject({ code: "22012" });
    expect(await sql().$queryRaw`SELECT 1 FROM settings WHERE key = 'not alone'`).toEqual([]);
    // What was prepared is lost to this connection: whoever is next gets another.
    await closeDatabase();
  });

  it("is committed as a whole, and rolled back as a whole by a throw", async () => {
    await sqlTransaction(async (tx) => {
      await insert(tx, "first");
      await insert(tx, "second");
    });
    await expect(
      sqlTransaction(async (tx) => {
        await insert(tx, "third");
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    expect((await settings()).map(({ key }) => key)).toEqual(["first", "second"]);
  });

  it("tells what is taken apart from other faults", async () => {
    const fault = await insert(sql(), "first").catch((error: unknown) => error);
    expect(isTaken(fault)).toBe(true);
    const other = await sql().$queryRaw`SELECT 1 / 0`.catch((error: unknown) => error);
    expect(isTaken(other)).toBe(false);
  });
});

describe("values", () => {
  it("are parameters, whatever is in them, and come back as they were", async () => {
    const odd = [`'); DROP TABLE settings; --`, `{"a,b\\"}`, "naïve ☃ \u{1f600}", "", "NULL"];
    const [row] = await sql().$queryRaw<{ texts: string[]; none: null; yes: boolean }[]>`
      SELECT ${odd}::text[] AS texts, ${null}::text AS none, ${true}::boolean AS yes`;
    expect(row).toEqual({ texts: odd, none: null, yes: true });
  });

  it("are times in UTC to the millisecond, by SQL and by Prisma", async () => {
    const at = new Date("2026-03-29T01:30:00.123Z");
    const [row] = await sql().$queryRaw<{ at: Date }[]>`
      SELECT ${at.toISOString()}::timestamptz AS at`;
    expect(row?.at).toEqual(at);
    const [same] = await db().$queryRaw<{ at: Date }[]>`
      SELECT ${at.toISOString()}::timestamptz AS at`;
    expect(same?.at).toEqual(at);
  });
});

describe("a database that goes without a word", () => {
  const answerless = async (work: () => Promise<unknown>) => {
    await settings();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const ended = work().then(
      () => "answered",
      (error: Error) => error.message,
    );
    // Whatever waits in turn: the statement, and the rollback after it.
    for (let turn = 0; turn < 4; turn++) await vi.advanceTimersByTimeAsync(60_000);
    vi.useRealTimers();
    return ended;
  };

  it("ends a statement, and the connection with it", async () => {
    const work = () => {
      wire.isDead = true;
      return settings();
    };
    expect(await answerless(work)).toMatch(/timeout/);
    wire.isDead = false;
    expect(await settings()).not.toEqual([]);
  });

  it("ends a transaction in the middle, and the connection with it", async () => {
    const work = () =>
      sqlTransaction(async (tx) => {
        await insert(tx, "never");
        wire.isDead = true;
        await insert(tx, "nor this");
      });
    expect(await answerless(work)).toMatch(/timeout/);
    wire.isDead = false;
    expect((await settings()).map(({ key }) => key)).not.toContain("never");
  });
});

it("closed, it is opened anew by whoever asks next, by SQL or by Prisma", async () => {
  await settings();
  await closeDatabase();
  expect(await db().setting.count()).toBe(2);
  expect(await settings()).toHaveLength(2);
  await closeDatabase();
  expect(await settings()).toHaveLength(2);
});
