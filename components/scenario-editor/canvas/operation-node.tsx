"use client";

import type { Node, NodeProps } from "@xyflow/react";
import { CircleCheck, PencilLine, PowerOff, ShieldAlert, TriangleAlert } from "lucide-react";
import { memo, useMemo } from "react";
import { NodeCard } from "@/components/graph/node-card";
import { Badge } from "@/components/ui/badge";
import { getOperation } from "@/lib/apps/registry";
import { type GraphNode, nodeName } from "@/lib/scenarios/graph";
import { graphIndex } from "@/lib/scenarios/graph-index";
import { firstAddressWarning } from "../address-warning";
import { countWords } from "../commands";
import { useEditor } from "../context";
import { allProblems, problemsOf } from "../derived";
import { isOnlyToFillIn } from "../to-fill-in";
import { PlusButton } from "./action-menu";
import { countRender } from "./count-render";
import { useIsFar } from "./use-is-far";

export type OperationFlowNode = Node<Record<string, never>, "operation">;

/** The card of one node of the draft: what it is, what it does, and whether it is complete. */
export const OperationNode = memo(function OperationNode({
  id,
  selected,
}: NodeProps<OperationFlowNode>) {
  countRender(id);
  const node = useEditor((state) => graphIndex(state.history.present).nodes.get(id));
  const isOpen = useEditor((state) => !graphIndex(state.history.present).outgoing.has(id));
  const isFar = useIsFar();
  if (!node) return null;
  const operation = getOperation(node.operation);
  return (
    <NodeCard
      node={node}
      selected={selected}
      isFar={isFar}
      foot={isFar ? null : <Foot node={node} />}
    >
      {operation && isOpen && !isFar ? (
        <div className="absolute top-1/2 -right-9 -translate-y-1/2">
          <PlusButton label={`Add after ${nodeName(node)}`} place={{ after: id }} />
        </div>
      ) : null}
    </NodeCard>
  );
});

/** Whether the node is ready, in a word and an icon. */
function Foot({ node }: { node: GraphNode }) {
  const problems = useEditor((state) => problemsOf(allProblems(state), node.id));
  const freshIds = useEditor((state) => state.freshIds);
  const network = useEditor((state) => state.network);
  const warning = useMemo(() => firstAddressWarning(node, network), [node, network]);
  const isTrigger = getOperation(node.operation)?.kind === "trigger";
  return (
    <>
      {node.disabled ? (
        <Badge>
          <PowerOff aria-hidden />
          Switched off
        </Badge>
      ) : isOnlyToFillIn(problems, node, freshIds) ? (
        <Badge>
          <PencilLine aria-hidden />
          To be filled in
        </Badge>
      ) : problems.length > 0 ? (
        <Badge tone="warning">
          <TriangleAlert aria-hidden />
          {countWords(problems.length, "problem", "problems")}
        </Badge>
      ) : warning ? (
        <Badge tone="warning" title={warning}>
          <ShieldAlert aria-hidden />
          Address refused
        </Badge>
      ) : (
        <Badge tone="success">
          <CircleCheck aria-hidden />
          Ready
        </Badge>
      )}
      {isTrigger ? <span className="text-muted text-xs">Trigger</span> : null}
    </>
  );
}
