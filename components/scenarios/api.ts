import { ApiProblem, apiFetch, type Order, type Page, problemText, query } from "@/components/api";
import type { Graph, GraphNode } from "@/lib/scenarios/graph";
import type { GraphOperation } from "@/lib/scenarios/operations";
import type {
  DraftAuthorView,
  ImportedScenarioView,
  ListedScenarioView as ListedScenario,
  PresenceView,
  ScenarioView as Scenario,
  TemplateView,
  TestRunView as TestRun,
  VersionDetailView,
  VersionView,
  WebhookTestView as WebhookTest,
} from "@/lib/scenarios/schemas";
import type { RotatedSecretView, StoredSecretView } from "@/lib/secrets/schemas";

export type { ListedScenario, Scenario, WebhookTest };

/** A problem of the graph as the server names it. */
export interface GraphFault {
  path: string;
  message: string;
  nodeId?: string;
  /** The path within the node's config. */
  field?: string;
}

/** The editor reads a scenario once and then is its source: apart from what lists refetch. */
export const editorKey = (id: string) => ["scenario-editor", id] as const;

/** What is known of a scenario's stored secrets. */
export const secretKeys = { of: (id: string) => ["scenario-secrets", id] as const };

const path = (id: string, rest = "") => `/api/v1/scenarios/${encodeURIComponent(id)}${rest}`;

/** Half-typed values are saved as they are, and shown as problems. */
const lenient = { prefer: "handling=lenient" };

export const scenarioApi = {
  get: (id: string) => apiFetch<Scenario>(path(id)),
  create: (name: string, graph: Graph) =>
    apiFetch<Scenario>("/api/v1/scenarios", { method: "POST", body: { name, graph } }),
  createFromTemplate: (template: TemplateView["key"]) =>
    apiFetch<Scenario>("/api/v1/scenarios/from-template", { method: "POST", body: { template } }),
  rename: (id: string, name: string) =>
    apiFetch<Scenario>(path(id), { method: "PATCH", body: { name } }),
  saveDraft: (id: string, baseRevision: number, graph: Graph) =>
    apiFetch<Scenario>(path(id, "/draft"), {
      method: "PUT",
      body: { baseRevision, graph },
      headers: lenient,
    }),
  saveOperations: (id: string, baseRevision: number, operations: readonly GraphOperation[]) =>
    apiFetch<Scenario>(path(id, "/operations"), {
      method: "POST",
      body: { baseRevision, operations },
      headers: lenient,
    }),
  activate: (id: string, expected: { expectedVersion: number | null; expectedRevision: number }) =>
    apiFetch<Scenario>(path(id, "/activate"), { method: "POST", body: expected }),
  versions: (id: string, cursor: string | null) =>
    apiFetch<Page<VersionView>>(path(id, `/versions${query({ limit: 20, cursor })}`)),
  version: (id: string, number: number) =>
    apiFetch<VersionDetailView>(path(id, `/versions/${number}`)),
  duplicate: (id: string) => apiFetch<Scenario>(path(id, "/duplicate"), { method: "POST" }),
  /** A copy with the caller's graph in place of the stored draft. */
  copyWith: (id: string, graph: Graph) =>
    apiFetch<Scenario>(path(id, "/duplicate"), {
      method: "POST",
      body: { graph },
      headers: lenient,
    }),
  draftAuthors: (id: string) => apiFetch<{ items: DraftAuthorView[] }>(path(id, "/draft/authors")),
  exported: (id: string) => apiFetch<Record<string, unknown>>(path(id, "/export")),
  importDocument: (document: Record<string, unknown>) =>
    apiFetch<ImportedScenarioView>("/api/v1/scenarios/import", {
      method: "POST",
      body: { document },
    }),
  templates: () => apiFetch<{ items: TemplateView[] }>("/api/v1/scenarios/templates"),
  isOpenIn: (id: string, tabId: string) =>
    apiFetch<PresenceView>(path(id, "/presence"), { method: "PUT", body: { tabId } }),
  isClosedIn: (id: string, tabId: string) =>
    apiFetch<void>(path(id, `/presence${query({ tabId })}`), {
      method: "DELETE",
      keepalive: true,
    }),
  deactivate: (id: string) => apiFetch<Scenario>(path(id, "/deactivate"), { method: "POST" }),
  remove: (id: string) => apiFetch<void>(path(id), { method: "DELETE" }),
  run: (id: string, orderId?: string) =>
    apiFetch<TestRun>(path(id, "/test"), {
      method: "POST",
      body: orderId ? { orderId } : {},
    }),
  testWebhook: (id: string, node: GraphNode) =>
    apiFetch<WebhookTest>(path(id, "/test-webhook"), { method: "POST", body: { node } }),
  secrets: (id: string) => apiFetch<{ items: StoredSecretView[] }>(path(id, "/secrets")),
  rotateSecret: (id: string, nodeId: string, body: { secret: string; overlapDays: number }) =>
    apiFetch<RotatedSecretView>(path(id, `/nodes/${encodeURIComponent(nodeId)}/rotate-secret`), {
      method: "POST",
      body,
    }),
  endOverlap: (id: string, nodeId: string) =>
    apiFetch<RotatedSecretView>(path(id, `/nodes/${encodeURIComponent(nodeId)}/end-overlap`), {
      method: "POST",
    }),
  recentOrders: () => apiFetch<Page<Order>>("/api/v1/orders?limit=8"),
};

/** What went wrong, the first fault of a refused field before the general sentence. */
export function reasonOf(error: unknown): string {
  const first = error instanceof ApiProblem ? error.errors?.[0]?.message : undefined;
  return first ?? problemText(error);
}
