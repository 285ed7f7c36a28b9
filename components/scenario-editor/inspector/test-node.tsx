"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleCheck, CircleX, Send } from "lucide-react";
import Link from "next/link";
import { useEffect, useState } from "react";
import { ApiProblem, type Attempt, problemText } from "@/components/api";
import {
  type GraphFault,
  scenarioApi,
  secretKeys,
  type WebhookTest,
} from "@/components/scenarios/api";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CodeBlock, prettyJson } from "@/components/ui/code-block";
import type { NodeConfig } from "@/lib/apps/types";
import type { GraphNode } from "@/lib/scenarios/graph";
import { sameJson } from "@/lib/scenarios/operations";
import { secretPlaces, withoutValue } from "@/lib/scenarios/secret-places";
import { useEditor, useEditorStore } from "../context";
import { groupFaults } from "../faults";

/**
 * Sends what is on screen now, unsaved changes too, and shows the exchange.
 * @param noun what is sent, such as "webhook"
 */
export function TestNode({ node, noun }: { node: GraphNode; noun: string }) {
  const store = useEditorStore();
  const request = useEditor((state) => state.testRequest);
  /** What was sent, to tell when the result is about former settings. */
  const [sent, setSent] = useState<NodeConfig | null>(null);
  const client = useQueryClient();
  const test = useMutation({
    mutationFn: () => {
      const { scenarioId, history, endFresh } = store.getState();
      // Who tries it out takes it for complete.
      endFresh(node.id);
      const now = history.present.nodes.find(({ id }) => id === node.id) ?? node;
      setSent(now.config);
      return scenarioApi.testWebhook(scenarioId, now);
    },
    // A secret that had no address yet belongs to this one from now on.
    onSettled: () =>
      client.invalidateQueries({ queryKey: secretKeys.of(store.getState().scenarioId) }),
  });
  const { mutate, isPending } = test;
  useEffect(() => {
    if (request !== node.id) return;
    store.setState({ testRequest: null });
    mutate();
  }, [request, node.id, mutate, store]);
  const isFormer = sent !== null && !isPending && !sameSettings(node.operation, sent, node.config);
  return (
    <section aria-label="Test" className="flex flex-col gap-3">
      <Button busy={isPending} onClick={() => mutate()}>
        <Send aria-hidden />
        Send test {noun}
      </Button>
      <div aria-live="polite" className="flex flex-col gap-3 empty:hidden">
        {isFormer && (test.data || test.isError) ? (
          <p className="text-warning text-xs">
            The settings were changed since this test; send it again.
          </p>
        ) : null}
        {test.isError ? <TestRefused error={test.error} node={node} /> : null}
        {test.data && !test.isPending ? <TestResult result={test.data} /> : null}
      </div>
    </section>
  );
}

/** Saving turns the text of a secret into a reference: that alone is no other setting. */
function sameSettings(operation: string, a: NodeConfig, b: NodeConfig): boolean {
  const bare = (config: NodeConfig) => {
    const places = secretPlaces({ operation, config });
    return { places, config: places.reduce(withoutValue, config) };
  };
  return sameJson(bare(a), bare(b));
}

/** Each reason once, with the settings that it is about one click away. */
function TestRefused({ error, node }: { error: unknown; node: GraphNode }) {
  const store = useEditorStore();
  const faults = error instanceof ApiProblem ? ((error.errors ?? []) as GraphFault[]) : [];
  const groups = groupFaults(faults, [node]);
  return (
    <div role="alert" className="wrap-anywhere rounded-md bg-danger-soft p-2 text-danger text-sm">
      <p className="font-medium">Nothing was sent</p>
      {groups.length === 0 ? <p>{problemText(error)}</p> : null}
      {groups.map(({ message, places }) => (
        <div key={message} className="mt-1">
          <p>{message}</p>
          {places.length > 0 ? (
            <ul className="flex flex-wrap gap-x-3 gap-y-1">
              {places.map(({ nodeId, field, label }) => (
                <li key={`${nodeId}.${field}`}>
                  <button
                    type="button"
                    className="rounded-sm py-0.5 underline"
                    onClick={() => store.getState().focusField(nodeId, field)}
                  >
                    {label}
                  </button>
                </li>
              ))}
            </ul>
          ) : null}
        </div>
      ))}
    </div>
  );
}

const signed = /^(x-webhook-|webhook-)/i;

function TestResult({ result }: { result: WebhookTest }) {
  const { attempt, ok, deliveryId } = result;
  const status = attempt.response?.statusCode;
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone={ok ? "success" : "danger"}>
          {ok ? <CircleCheck aria-hidden /> : <CircleX aria-hidden />}
          {ok ? "Succeeded" : "Failed"}
        </Badge>
        {status !== undefined ? <span className="font-medium">Status {status}</span> : null}
        {attempt.durationMs !== null ? (
          <span className="text-muted tabular-nums">{attempt.durationMs} ms</span>
        ) : null}
        <Link className="ml-auto text-accent underline" href={`/deliveries/${deliveryId}`}>
          Open delivery
        </Link>
      </div>
      {attempt.failure ? (
        <div className="rounded-md bg-danger-soft p-2 text-danger text-sm">
          <p className="break-words font-medium">{attempt.failure.message}</p>
          {attempt.failure.hint ? <p className="break-words">{attempt.failure.hint}</p> : null}
        </div>
      ) : null}
      {attempt.response ? (
        <CodeBlock
          label={attempt.response.truncated ? "Response body (beginning)" : "Response body"}
          code={prettyJson(attempt.response.body)}
          maxHeight="max-h-40"
        />
      ) : null}
      <RequestHeaders headers={attempt.request.headers} />
      {attempt.request.body ? (
        <CodeBlock
          label="Request body"
          code={prettyJson(attempt.request.body)}
          maxHeight="max-h-40"
        />
      ) : null}
    </>
  );
}

/** The headers as sent, those that identify and sign the delivery first. */
function RequestHeaders({ headers }: { headers: Attempt["request"]["headers"] }) {
  const entries = Object.entries(headers);
  const ordered = [
    ...entries.filter(([name]) => signed.test(name)),
    ...entries.filter(([name]) => !signed.test(name)),
  ];
  const code = ordered.map(([name, value]) => `${name}: ${value}`).join("\n");
  return <CodeBlock label="Request headers" code={code} maxHeight="max-h-48" />;
}
