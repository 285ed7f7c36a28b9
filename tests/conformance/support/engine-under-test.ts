import { randomBytes } from "node:crypto";
import { Inngest, type InngestFunction } from "inngest";
import { serve } from "inngest/node";
import { afterAll, afterEach } from "vitest";
import { silent, TestApp, until } from "@/inngest/engine/testing/harness";
import { embeddedEngines } from "./embedded";
import { inngestServer } from "./inngest-server";

/** An error as the engine keeps it. */
interface RunError {
  name?: string;
  message: string;
}

/** A run that has ended, well or with an error. */
export type EndedRun = { status: "completed" } | { status: "failed"; error: RunError };

/** One engine that calls one app. */
export interface Connection {
  /** How the app's client finds the engine. Without a signing key nothing is signed. */
  client: { baseUrl: string; eventKey: string; signingKey?: string; isDev: boolean };
  /** Makes the functions of the app known; resolves when events start them. */
  register(): Promise<void>;
  /** The runs, ended ones only, that the event of this id has started: as `send` gave the id. */
  endedRuns(eventId: string): Promise<EndedRun[]>;
  /** Lets the next full minute come, for cron triggers. */
  passMinute(): Promise<void>;
  stop(): Promise<void>;
}

/** Where engines come from: embedded ones of this process, or the server at ENGINE_URL. */
export interface Engines {
  connect(app: TestApp): Promise<Connection>;
  stop(): Promise<void>;
}

/** What a test defines its functions with. */
interface Means {
  inngest: Inngest;
  /** An event that nobody else listens to. */
  go: string;
  /** Notes what a function returns: `return answer(42)`. */
  answer<T>(value: T): T;
}

/** An app whose functions an engine knows. */
export interface Given extends Omit<Means, "answer">, Connection {
  app: TestApp;
  /** What functions have returned so far, as JSON has it: one for each time that one came to its end. */
  answers: unknown[];
  /** What the engine calls the function of this id. */
  idOf(functionId: string): string;
  /** Sends the event `go`, and resolves to the id it got. */
  send(data?: Record<string, unknown>, id?: string): Promise<string>;
  /** Waits for the run that an event has started to end well. */
  completed(eventId: string): Promise<void>;
  /** Waits for the run that an event has started to fail, and resolves to its error. */
  failed(eventId: string): Promise<RunError>;
}

/**
 * Gives each test of a file an app and an engine that calls it: the embedded one, or the Inngest
 * server at ENGINE_URL. A server is shared and keeps what earlier tests told it, so apps and events
 * have names that are used once.
 */
export function engineUnderTest() {
  const engines = process.env.ENGINE_URL
    ? inngestServer(process.env.ENGINE_URL)
    : embeddedEngines();
  const stops: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  });
  afterAll(engines.stop);

  return async (define: (means: Means) => InngestFunction.Any[]): Promise<Given> => {
    const app = await TestApp.create();
    stops.push(() => app.close());
    const connection = await engines.connect(app);
    stops.push(connection.stop);
    const name = `conformance-${randomBytes(6).toString("hex")}`;
    const go = `${name}/go`;
    const answers: unknown[] = [];
    const answer = <T>(value: T) => {
      answers.push(JSON.parse(JSON.stringify(value)));
      return value;
    };
    const inngest = new Inngest({ id: name, logger: silent, ...connection.client });
    app.listener = serve({ client: inngest, functions: define({ inngest, go, answer }) });
    await connection.register();
    // A server would go on calling what has a cron trigger.
    stops.push(async () => {
      app.listener = serve({ client: inngest, functions: [] });
      await connection.register();
    });
    const ended = (eventId: string) =>
      until("the end of the run", async () => (await connection.endedRuns(eventId))[0]);
    return {
      ...connection,
      app,
      inngest,
      go,
      answers,
      idOf: (functionId) => `${name}-${functionId}`,
      send: async (data = {}, id) => {
        const { ids } = await inngest.send({ name: go, data, ...(id ? { id } : {}) });
        return String(ids[0]);
      },
      completed: async (eventId) => {
        const run = await ended(eventId);
        if (run.status === "failed") throw new Error(`The run failed: ${run.error.message}`);
      },
      failed: async (eventId) => {
        const run = await ended(eventId);
        if (run.status === "completed") throw new Error("The run did not fail.");
        return run.error;
      },
    };
  };
}
