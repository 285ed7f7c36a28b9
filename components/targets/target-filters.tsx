"use client";

import { X } from "lucide-react";
import { useTargets } from "@/components/targets/use-targets";
import { Button } from "@/components/ui/button";
import { exactTime } from "@/components/ui/relative-time";

interface Filters {
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
  onChange: (values: Partial<Filters>) => void;
}) {
  const { nodeId, held, endedSince } = filters;
  return (
    <>
      {held ? (
        <Chip
          label={held === "true" ? "Held" : "Not held"}
          onRemove={() => onChange({ held: null })}
        />
      ) : null}
      {nodeId ? <NodeChip nodeId={nodeId} onRemove={() => onChange({ nodeId: null })} /> : null}
      {endedSince ? (
        <Chip
          label={`Ended since ${exactTime(endedSince)}`}
          onRemove={() => onChange({ endedSince: null })}
        />
      ) : null}
    </>
  );
}

function NodeChip({ nodeId, onRemove }: { nodeId: string; onRemove: () => void }) {
  const name = useTargets().data?.items.find((item) => item.nodeId === nodeId)?.nodeName;
  return <Chip label={`Node: ${name ?? nodeId}`} onRemove={onRemove} />;
}

/** A filter that no control shows: it can be seen, and taken off. */
export function Chip({ label, onRemove }: { label: string; onRemove: () => void }) {
  return (
    <Button aria-label={`Remove the filter “${label}”`} onClick={onRemove} className="max-w-full">
      <span className="truncate">{label}</span>
      <X aria-hidden />
    </Button>
  );
}
