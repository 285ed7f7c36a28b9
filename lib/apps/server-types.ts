import "server-only";
import type { EventModel } from "@/lib/generated/prisma/models/Event";
import type { RunModel } from "@/lib/generated/prisma/models/Run";
import type { GraphNode } from "@/lib/scenarios/graph";
import type { Sql } from "@/lib/sql";

/** What an action is told of the run that it is part of. */
export type ActingRun = Pick<RunModel, "id" | "scenarioId" | "isTest">;

/** What an action is told of the event that started the run; its payload, which may be large, is in the database. */
export type ActedEvent = Pick<EventModel, "id" | "type" | "orderId">;

/** What starts a scenario: the type of the portal's event, such as `order.created`. */
export interface TriggerServer {
  kind: "trigger";
  eventType: string;
}

/** A node of a run that is to be started. */
export interface NodeStart {
  run: ActingRun;
  event: ActedEvent;
  node: GraphNode;
}

/**
 * How a step stands once its node was started; `waiting` ends with the delivery of that id, and what
 * comes of one that succeeded at once is the event.
 */
export type StepStart =
  | { status: "waiting"; deliveryId: string }
  | { status: "succeeded" }
  | { status: "failed"; reason: string };

export interface ActionServer {
  kind: "action";
  /**
   * Starts nodes of the operation within the transaction that moves their runs on, whose rows are
   * locked: it writes and returns how each of them stands, in their order. What takes time or can fail
   * outside is asked for by a message of that transaction. All that became ready at once come
   * together, so that a wide scenario, or many runs, take few statements.
   */
  start: (context: { tx: Sql; starts: readonly NodeStart[] }) => Promise<StepStart[]>;
}

/** The half of an operation that runs on the server; its manifest says everything else. */
export type OperationServer = TriggerServer | ActionServer;
