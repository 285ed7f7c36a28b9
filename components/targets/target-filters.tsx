"use client";

import { X } from "lucide-react";
import { useTargets } from "@/components/targets/use-targets";
import { Button } from "@/components/ui/button";
import { exactTime } from "@/components/ui/relative-time";

interface Filters {
  /** Held alone is shown, and taken off, as a status. */
  status: string | null;
  scenarioId: string | null;
  nodeId: string | null;
  held: "true" | "false" | null;
  endedSince: string | null;
}

/** Filters that come with a link from a failing target: each can be seen, and taken off. */
export function TargetFilters({
  filters,
  onChange,
}: {
  filters: Filters;
  onChange: (values: Partial<Omit<Filters, "status">>) => void;
}) {
  const { status, scenarioId, nodeId, held, endedSince } = filters;
  return (
    <>
      {held === "false" || (held === "true" && status !== null) ? (
        <Chip
          label={held === "true" ? "Held" : "Not held"}
          onRemove={() => onChange({ held: null })}
        />
      ) : null}
      {nodeId ? (
        <NodeChip
          scenarioId={scenarioId}
          nodeId={nodeId}
          onRemove={() => onChange({ nodeId: null })}
        />
      ) : null}
      {endedSince ? (
        <Chip
          label={`Ended since ${exactTime(endedSince)}`}
          onRemove={() => onChange({ endedSince: null })}
        />
      ) : null}
    </>
  );
}

/** By its name where it is known: the ids of nodes are a scenario's own. */
function NodeChip({
  scenarioId,
  nodeId,
  onRemove,
}: {
  scenarioId: string | null;
  nodeId: string;
  onRemove: () => void;
}) {
  const target = useTargets().data?.items.find(
    (item) => item.scenarioId === scenarioId && item.nodeId === nodeId,
  );
  return <Chip label={`Node: ${target?.nodeName ?? nodeId}`} onRemove={onRemove} />;
}

export function Chip({ label, onRemove }: { label: string; onRemove: () => void }) {
  return (
    <Button aria-label={`Remove the filter “${label}”`} onClick={onRemove} className="max-w-full">
      <span className="truncate">{label}</span>
      <X aria-hidden />
    </Button>
  );
}
