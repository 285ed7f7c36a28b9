import { afterAll, afterEach, beforeAll, describe, vi } from "vitest";
import { accessCases } from "./product/access.cases";
import { authCases } from "./product/auth.cases";
import { badConfigCases } from "./product/bad-config.cases";
import { badInputCases } from "./product/bad-input.cases";
import { controlCases } from "./product/control.cases";
import { crashCases } from "./product/crash.cases";
import { deliveryCases } from "./product/deliveries.cases";
import { headerCases } from "./product/headers.cases";
import { leakCases } from "./product/leaks.cases";
import { missedCases } from "./product/missed.cases";
import { outgoingCases } from "./product/outgoing.cases";
import { replayCases } from "./product/replays.cases";
import { resendCases } from "./product/resend.cases";
import { runRetryCases } from "./product/run-retries.cases";
import { scenarioCases } from "./product/scenarios.cases";
import { secretCases } from "./product/secrets.cases";
import { sendingCases } from "./product/sending.cases";
import { targetCases } from "./product/targets.cases";
import { type Product, START_TIMEOUT_MS, startProduct } from "./support/product";
import { removeScenarios } from "./support/scenarios";

/** Nothing here asserts speed; a loaded machine is slow. */
vi.setConfig({ testTimeout: 200_000 });

/** The real product, started once for all of these cases. */
let started: Product | undefined;

function product(): Product {
  if (!started) throw new Error("The product is not running.");
  return started;
}

beforeAll(async () => {
  started = await startProduct();
}, START_TIMEOUT_MS);

afterEach(async () => {
  if (started) await removeScenarios(started);
});

afterAll(() => started?.stop());

describe("deliveries", () => deliveryCases(product));
describe("control", () => controlCases(product));
describe("resends", () => resendCases(product));
describe("sending", () => sendingCases(product));
describe("run retries", () => runRetryCases(product));
describe("replays", () => replayCases(product));
describe("missed events", () => missedCases(product));
describe("targets", () => targetCases(product));
describe("bad config", () => badConfigCases(product));
describe("bad input", () => badInputCases(product));
describe("access", () => accessCases(product));
describe("auth", () => authCases(product));
describe("headers", () => headerCases(product));
describe("outgoing", () => outgoingCases(product));
describe("secrets", () => secretCases(product));
describe("leaks", () => leakCases(product));
describe("scenarios", () => scenarioCases(product));
describe("crashes", () => crashCases(product));
