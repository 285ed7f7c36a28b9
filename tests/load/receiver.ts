import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Arrivals } from "./receiver-process";

/** Starts the receiver's process. `take` gives what came since it was last asked. */
export async function startReceiver() {
  const child = fork(fileURLToPath(new URL("./receiver-process.ts", import.meta.url)));
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  return {
    url: `http://127.0.0.1:${port}/hook`,
    async take(): Promise<Arrivals> {
      const answer = once(child, "message");
      child.send("take");
      const [arrivals] = (await answer) as [Arrivals];
      return arrivals;
    },
    stop: () => child.disconnect(),
  };
}
