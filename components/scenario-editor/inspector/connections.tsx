"use client";

import { ArrowLeft, ArrowRight, X } from "lucide-react";
import { useMemo } from "react";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { getOperation } from "@/lib/apps/registry";
import type { OutputPort } from "@/lib/apps/types";
import { connectableTargets } from "@/lib/scenarios/connection-rules";
import { type GraphEdge, type GraphNode, nodeName } from "@/lib/scenarios/graph";
import { graphIndex } from "@/lib/scenarios/graph-index";
import { PlusButton } from "../canvas/action-menu";
import { connect, deleteSelection } from "../commands";
import { useEditorStore, useGraph } from "../context";

const noPorts: OutputPort[] = [];

/** What leads to a node and what follows it, to read and to change without a mouse. */
export function Connections({ node }: { node: GraphNode }) {
  const graph = useGraph();
  const store = useEditorStore();
  const { nodes, incoming, outgoing } = graphIndex(graph);
  const into = incoming.get(node.id) ?? [];
  const out = outgoing.get(node.id) ?? [];
  const ports = getOperation(node.operation)?.ports ?? noPorts;
  const ways = useMemo(
    () =>
      ports
        .map((port) => ({ port, targets: connectableTargets(graph, node.id, port.key) }))
        .filter(({ targets }) => targets.length > 0),
    [graph, node.id, ports],
  );
  const row = (edge: GraphEdge, otherId: string, Icon: typeof ArrowLeft, words: string) => {
    const other = nodes.get(otherId);
    const name = other ? nodeName(other) : otherId;
    const own = nodeName(node);
    const [from, to] = edge.source === node.id ? [own, name] : [name, own];
    return (
      <li key={edge.id} className="flex items-center gap-1.5 text-sm">
        <Icon aria-hidden className="size-3.5 shrink-0 text-muted" />
        <span className="sr-only">{words}</span>
        <button
          type="button"
          className="min-w-0 flex-1 truncate rounded-sm text-left hover:underline"
          onClick={() => store.getState().focusField(otherId)}
        >
          {name}
        </button>
        <PlusButton label={`Insert between ${from} and ${to}`} place={{ edgeId: edge.id }} />
        <Button
          size="icon-sm"
          variant="ghost"
          aria-label={`Remove the connection ${words.toLowerCase()} ${name}`}
          onClick={() => deleteSelection(store, { edgeIds: [edge.id] })}
        >
          <X aria-hidden />
        </Button>
      </li>
    );
  };
  return (
    <section aria-label="Connections" className="flex flex-col gap-1.5">
      <h3 className="font-medium text-sm">Connections</h3>
      {into.length + out.length > 0 ? (
        <ul className="flex flex-col">
          {into.map((edge) => row(edge, edge.source, ArrowLeft, "From"))}
          {out.map((edge) => row(edge, edge.target, ArrowRight, "To"))}
        </ul>
      ) : (
        <p className="text-muted text-xs">Not connected to anything yet.</p>
      )}
      {ways.map(({ port, targets }) => {
        const way = ports.length > 1 ? `${port.label}: ` : "";
        return (
          <Select
            key={port.key}
            aria-label={`${way}Connect to another node`}
            className="w-full"
            value=""
            placeholder={`${way}Connect to…`}
            onValueChange={(target) =>
              void connect(store, { source: node.id, sourcePort: port.key, target })
            }
            options={targets.map((target) => ({ value: target.id, label: nodeName(target) }))}
          />
        );
      })}
    </section>
  );
}
