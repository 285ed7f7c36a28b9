import net, { type AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { assertPortFree, freePort } from "./ports.mjs";

let server: net.Server;
let taken: number;

beforeEach(async () => {
  server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  taken = (server.address() as AddressInfo).port;
});
afterEach(() => server.close());

it("says in one sentence that a port is taken", async () => {
  await expect(assertPortFree("127.0.0.1", taken)).rejects.toThrow(
    new RegExp(`^Port ${taken} on 127.0.0.1 is already in use; .*PORT=\\d+\\.$`),
  );
});

it("says that an address is not this machine's", async () => {
  await expect(assertPortFree("192.0.2.1", 0)).rejects.toThrow(/^HOST 192.0.2.1 is no address/);
});

it("keeps the preferred port when it is free, and finds another when not", async () => {
  const free = await freePort();
  expect(await freePort(free)).toBe(free);
  expect(await freePort(taken)).not.toBe(taken);
});
