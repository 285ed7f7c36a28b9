/** A disk that runs full under the database, and is given room again. */
import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pause } from "../integration/support/eventually";
import { ORDER } from "./support/shop";
import { createWorld, type World } from "./support/world";

/** Room for a new cluster, its write-ahead log and some hundred orders. */
const DISK_MIB = 200;
const FULL_MS = 12_000;

export interface DiskFullFigures {
  /** Orders that were taken before, and while the disk was full. */
  before: number;
  meanwhile: number;
  /** Answers with a 5xx while it was full. */
  refused: number;
  orders: number;
  settleSeconds: number;
  violations: string[];
}

/** Why a small disk can't be made here; null where it can. */
export function whyNoSmallDisk(): string | null {
  if (process.platform !== "linux") return "only Linux has a tmpfs to mount";
  if (process.getuid?.() !== 0) return "mounting a small disk needs root";
  const folder = mkdtempSync(path.join(os.tmpdir(), "tli-disk-"));
  const mounted = mount(folder, 1);
  if (mounted) unmount(folder);
  rmSync(folder, { recursive: true, force: true });
  return mounted ? null : "root may not mount here, as in most containers";
}

/** Runs the product on a small disk that is filled to the last byte for some seconds under load. */
export async function diskFull(): Promise<DiskFullFigures> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "tli-disk-"));
  if (!mount(folder, DISK_MIB)) throw new Error("No small disk could be mounted.");
  try {
    const dataDir = path.join(folder, "data");
    mkdirSync(dataDir, { mode: 0o711 });
    // PostgreSQL drops to another user, who has to pass through.
    spawnSync("chmod", ["711", folder]);
    const world = await createWorld({ dataDir });
    try {
      return await fillUnderLoad(world, path.join(folder, "ballast"));
    } finally {
      await world.close();
    }
  } finally {
    unmount(folder);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fillUnderLoad(world: World, ballast: string): Promise<DiskFullFigures> {
  const { shop, receiver } = world;
  const scenario = await shop.live({ webhookUrl: receiver.url("/disk"), timeout: 5 });
  for (let order = 0; order < 10; order++) await shop.order();
  const before = shop.acknowledged.length;
  const since = Date.now();
  fill(ballast);
  const open: Promise<string>[] = [];
  let refused = 0;
  while (Date.now() < since + FULL_MS) {
    open.push(shop.order());
    // One that is not repeated, to see what an order is answered.
    const answer = await shop.call("POST", "/api/v1/orders", ORDER).catch(() => null);
    if (answer && answer.status >= 500) refused++;
    fill(ballast);
    await pause(500);
  }
  const meanwhile = shop.acknowledged.length - before;
  rmSync(ballast);
  const room = performance.now();
  // What could not be recorded for longer than it is insisted on may be sent again, as after a kill.
  world.noteFault("postgres", since);
  await Promise.all(open);
  const violations = await world.settle([scenario], 180_000);
  return {
    before,
    meanwhile,
    refused,
    orders: shop.acknowledged.length,
    settleSeconds: Math.round((performance.now() - room) / 1_000),
    violations,
  };
}

/** Writes until there is no room left; again, for what was freed meanwhile. */
function fill(file: string): void {
  const handle = openSync(file, "a");
  for (let size = 1024 * 1024; size >= 512; ) {
    try {
      if (writeSync(handle, Buffer.alloc(size)) < size) size /= 2;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      size /= 2;
    }
  }
  closeSync(handle);
}

const mount = (folder: string, mib: number) =>
  spawnSync("mount", ["-t", "tmpfs", "-o", `size=${mib}m`, "tmpfs", folder]).status === 0;

const unmount = (folder: string) => spawnSync("umount", ["-l", folder]);
