// @ts-check
import { launchEngine, launchWeb, makeLogsReadable } from "./children.mjs";
import { localUrl } from "./config.mjs";
import { loadPorts, loadSecrets, openDataDir, savePorts } from "./data-dir.mjs";
import { EmbeddedDatabase } from "./embedded-database.mjs";
import { engineEnvironment, productEnvironment, scriptEnvironment } from "./environment.mjs";
import { waitUntilHealthy, waitUntilListening } from "./health.mjs";
import { migrate } from "./migrate-child.mjs";
import { assertPortFree, freePort } from "./ports.mjs";
import { clusterExists } from "./postgres-cluster.mjs";
import { prepare } from "./prepare.mjs";
import { say, seconds, step } from "./report.mjs";
import { endCommands } from "./run-command.mjs";
import { claim } from "./runtime.mjs";
import { Service } from "./service.mjs";

const TIMEOUT_MS = 60_000;
const STOP_GRACE_MS = 8_000;

/** Starts the parts of the product in order, keeps them running, and stops them in reverse. */
export class Supervisor {
  /** @type {Awaited<ReturnType<typeof claim>> | undefined} */ #runtime;
  /** @type {EmbeddedDatabase | undefined} */ #database;
  /** @type {Service[]} */ #services = [];
  /** @type {Promise<void> | undefined} */ #stopped;
  #startedAt = performance.now();
  isInterrupted = false;

  /**
   * @param {object} options
   * @param {import("./config.mjs").Config} options.config
   * @param {import("./config.mjs").Env} options.env
   * @param {boolean} options.dev
   */
  constructor({ config, env, dev }) {
    this.config = config;
    this.env = env;
    this.dev = dev;
  }

  async start() {
    const { config, dev } = this;
    openDataDir(config.dataDir);
    this.#runtime = await claim(config.dataDir, dev ? "npm run dev" : "npm start");
    await assertPortFree(config.host, config.port);
    const secrets = loadSecrets(config.dataDir);
    if (!config.databaseUrl) clusterExists(config.dataDir);

    say(`TraderLaunchpad Integrations${dev ? " (development)" : ""}`);
    await prepare({
      engine: !dev && !config.externalInngest,
      web: !dev,
      afterInstall: () => this.#checkDatabase(),
    });
    if (dev) await makeLogsReadable();
    const databaseUrl = config.databaseUrl ?? (await this.#startDatabase(secrets.postgresPassword));
    await step("Migrations", async (outcome) =>
      outcome(await migrate(databaseUrl, config.databaseUrl ? "apply" : "create")),
    );
    await this.#startServices(databaseUrl, secrets);
  }

  async #checkDatabase() {
    const { databaseUrl } = this.config;
    if (databaseUrl) await step("Database", () => migrate(databaseUrl, "check"));
  }

  /** @param {string} password */
  async #startDatabase(password) {
    const database = new EmbeddedDatabase(this.config.dataDir, password, (pid) =>
      this.#runtime?.setProcess("postgres", pid),
    );
    this.#database = database;
    await step("PostgreSQL", async (outcome) => outcome(await database.start()));
    return database.url;
  }

  /**
   * @param {string} databaseUrl
   * @param {import("./data-dir.mjs").Secrets} secrets
   */
  async #startServices(databaseUrl, secrets) {
    const { config, dev, env: base } = this;
    const { dataDir } = config;
    const enginePort = config.externalInngest ? null : await freePort(loadPorts(dataDir).engine);
    const env = productEnvironment({ base, config, secrets, databaseUrl, enginePort, dev });
    const webUrl = localUrl(config.host, config.port);
    this.#runtime?.update({
      ...{ webUrl, appUrl: config.appUrl, databaseUrl, postgresPort: this.#database?.port },
      ...{ enginePort: enginePort ?? undefined, env: scriptEnvironment(env) },
    });

    const engineIsOurs = enginePort !== null;
    this.#addService("web server", "web", () => launchWeb(config, env, dev));
    // The engine asks the web server for its functions at once: it starts when that can answer.
    await step("Web server", () => this.#unlessOneEnds(waitUntilListening(webUrl, TIMEOUT_MS)));
    if (engineIsOurs) {
      savePorts(dataDir, { engine: enginePort });
      const engineEnv = engineEnvironment(env, config, enginePort);
      this.#addService("engine", "engine", () => launchEngine(engineEnv, dev));
    }
    const problem = await step(engineIsOurs ? "Engine" : "Inngest server", () =>
      this.#unlessOneEnds(waitUntilHealthy(webUrl, { timeoutMs: TIMEOUT_MS, engineIsOurs })),
    );
    for (const service of this.#parts) service.supervise();
    this.#runtime?.update({ ready: true });
    if (problem)
      say(`The Inngest server is not reached yet (${problem}); webhooks wait until it is.`);
    say(`\nReady in ${seconds(this.#startedAt)}: open ${config.appUrl}\nCtrl-C stops it.`);
  }

  get #parts() {
    return [...this.#services, ...(this.#database ? [this.#database.service] : [])];
  }

  /**
   * @template T
   * @param {Promise<T>} work
   * @returns {Promise<T>} Fails as soon as one of the processes ends.
   */
  #unlessOneEnds(work) {
    return Promise.race([work, ...this.#parts.map((service) => service.endedEarly())]);
  }

  /**
   * @param {string} name
   * @param {string} key In runtime.json.
   * @param {() => import("node:child_process").ChildProcess} launch
   */
  #addService(name, key, launch) {
    if (this.#stopped) throw new Error("stopped while starting");
    const onPid = (/** @type {number | undefined} */ pid) => this.#runtime?.setProcess(key, pid);
    const service = new Service({ name, launch, onPid });
    this.#services.push(service);
    service.start();
  }

  /** Ctrl-C: stops everything and exits; a second one does not wait for requests under way. */
  async interrupt() {
    if (this.isInterrupted) {
      for (const service of this.#services) service.hurry("SIGKILL");
      this.#database?.hurry();
      return;
    }
    this.isInterrupted = true;
    say("\nStopping …");
    await this.stop();
    say("Stopped.");
    process.exit(0);
  }

  /** Web server and engine first, then the database they write to. */
  stop() {
    this.#stopped ??= (async () => {
      endCommands();
      await Promise.all(this.#services.map((service) => service.stop(STOP_GRACE_MS)));
      await this.#database?.stop();
      this.#runtime?.release();
    })();
    return this.#stopped;
  }
}
