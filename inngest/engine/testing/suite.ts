import { afterAll, afterEach, beforeAll } from "vitest";
import type { EngineConfig } from "../config";
import { type Define, type Setup, setUp } from "./harness";
import { startPostgres, type TestPostgres } from "./postgres";

/** A PostgreSQL for the tests of a file. Resolves to the address of an empty database, a new one each time. */
export function withPostgres(): () => Promise<string> {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(async () => {
    await postgres?.stop();
  });
  return () => postgres.database();
}

/** Starts an app with these functions and an engine that calls it, until the end of the test. */
export function withEngine() {
  const newDatabase = withPostgres();
  const setups: Setup[] = [];
  afterEach(async () => {
    for (const setup of setups.splice(0)) await setup.stop();
  });
  return async (define: Define, more?: Partial<EngineConfig>): Promise<Setup> => {
    const setup = await setUp(await newDatabase(), define, more);
    setups.push(setup);
    return setup;
  };
}
