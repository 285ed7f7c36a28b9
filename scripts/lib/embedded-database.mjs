// @ts-check
import { setTimeout as sleep } from "node:timers/promises";
import { loadPorts, savePorts } from "./data-dir.mjs";
import { freePort } from "./ports.mjs";
import { openCluster, serverUrl } from "./postgres-cluster.mjs";
import { launch, StillInUse, stopServer, waitUntilReady } from "./postgres-server.mjs";
import { Service } from "./service.mjs";

const DATABASE = "traderlaunchpad";
/** How long what a killed server left behind may take to be gone. */
const LEFTOVERS_MS = 10_000;

/** The PostgreSQL of a data folder, as a service that is kept running on one port. */
export class EmbeddedDatabase {
  /** @type {import("./postgres-cluster.mjs").Cluster | undefined} */ #cluster;
  port = 0;

  /**
   * @param {string} dataDir
   * @param {string} password
   * @param {(pid: number | undefined) => void} onPid
   * @param {{ temporary?: boolean }} [options] temporary: faster, and lost with the machine's power.
   */
  constructor(dataDir, password, onPid, { temporary = false } = {}) {
    this.dataDir = dataDir;
    this.password = password;
    this.temporary = temporary;
    this.service = new Service({
      name: "embedded PostgreSQL",
      launch: () => launch(this.#opened, this.port),
      onPid,
      stop: stopServer,
    });
  }

  get #opened() {
    if (!this.#cluster) throw new Error("the cluster is not open yet");
    return this.#cluster;
  }

  get url() {
    return serverUrl(this.port, this.password, DATABASE);
  }

  /** @returns {Promise<string>} What was done, in a word. */
  async start() {
    const { dataDir, password, temporary } = this;
    const { cluster, isNew } = await openCluster({ dataDir, password, temporary });
    this.#cluster = cluster;
    this.port = await freePort(loadPorts(dataDir).postgres);
    for (const deadline = Date.now() + LEFTOVERS_MS; ; await sleep(500)) {
      try {
        await waitUntilReady(cluster, this.service.start());
        break;
      } catch (error) {
        if (!(error instanceof StillInUse) || Date.now() > deadline) throw error;
      }
    }
    savePorts(dataDir, { postgres: this.port });
    return isNew ? "made and started" : "started";
  }

  stop() {
    return this.service.stop(0);
  }

  /** Drops connections at once; the next start recovers. */
  hurry() {
    this.service.hurry("SIGQUIT");
  }
}
