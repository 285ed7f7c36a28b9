"use client";

import { FlaskConical, PencilLine, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { usePermission } from "@/components/access";
import { MissedLink } from "@/components/missed/missed-note";
import { type Column, from } from "@/components/shell/list-table";
import { Badge } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { RowLink } from "@/components/ui/row-link";
import { StatusBadge } from "@/components/ui/status-badge";
import { TD, TR } from "@/components/ui/table";
import { isTrigger, nodeName, triggerNode } from "@/lib/scenarios/graph";
import type { ListedScenario } from "./api";
import { RowMenu } from "./row-menu";
import { SuccessBars } from "./success-bars";

export const columns: readonly Column[] = [
  { title: "Name" },
  { title: "Status", className: from.sm },
  { title: "Trigger", className: from["2xl"] },
  { title: "Actions", className: from.xl },
  { title: "Last run" },
  { title: "Success, 7 days", className: from.lg },
  { title: "Problems", className: from.sm },
  { title: "Updated", className: from["2xl"] },
];

/** On a narrow screen the status and the problems stand below the name. */
export function ScenarioRow({
  scenario,
  onAsk,
}: {
  scenario: ListedScenario;
  onAsk: (what: "rename" | "delete", scenario: ListedScenario, from: "row" | "menu") => void;
}) {
  const mayRename = usePermission("scenarios:write");
  const { id, name, graph } = scenario;
  const trigger = triggerNode(graph);
  const actions = graph.nodes.filter((node) => !isTrigger(node)).map(nodeName);
  return (
    <TR
      onKeyDown={(event) => {
        // React passes on what happens in the open menu as well.
        const isHere = event.target instanceof Node && event.currentTarget.contains(event.target);
        if (event.key !== "F2" || !isHere || !mayRename) return;
        event.preventDefault();
        const isInMenu = event.target instanceof HTMLElement && event.target.dataset.rowMenu === id;
        onAsk("rename", scenario, isInMenu ? "menu" : "row");
      }}
    >
      <TD className="w-full min-w-32 max-w-0 max-sm:py-1.5">
        <RowLink
          href={`/scenarios/${id}`}
          title={name}
          data-row-link={id}
          aria-keyshortcuts={mayRename ? "F2" : undefined}
          className="block truncate max-sm:line-clamp-2 max-sm:whitespace-normal"
        >
          {name}
        </RowLink>
        <span className="mt-1 flex flex-wrap gap-1 sm:hidden">
          <Statuses scenario={scenario} />
          {scenario.problems.length > 0 ? <Problems scenario={scenario} /> : null}
        </span>
      </TD>
      <TD className={from.sm}>
        <span className="inline-flex items-center gap-1 align-middle">
          <Statuses scenario={scenario} />
        </span>
      </TD>
      <TD className={`${from["2xl"]} max-w-28 truncate`} title={trigger && nodeName(trigger)}>
        {trigger ? nodeName(trigger) : <span className="text-muted">None</span>}
      </TD>
      <TD className={`${from.xl} max-w-28 truncate`} title={actions.join(", ")}>
        {actions.length > 0 ? actions.join(", ") : <span className="text-muted">None</span>}
      </TD>
      <TD>
        <LastRun run={scenario.lastRun} />
      </TD>
      <TD className={from.lg}>
        <SuccessBars scenario={scenario} />
      </TD>
      <TD className={from.sm}>
        {scenario.problems.length > 0 ? (
          <Problems scenario={scenario} />
        ) : (
          <span className="text-muted">None</span>
        )}
      </TD>
      <TD className={`${from["2xl"]} text-muted`}>
        <RelativeTime value={scenario.updatedAt} className="relative z-[1]" />
      </TD>
      <TD className="relative w-0 text-right">
        <RowMenu
          scenario={scenario}
          onRename={() => onAsk("rename", scenario, "menu")}
          onDelete={() => onAsk("delete", scenario, "menu")}
        />
      </TD>
    </TR>
  );
}

function Statuses({ scenario }: { scenario: ListedScenario }) {
  const { id, status, publishedVersion, hasUnpublishedChanges } = scenario;
  return (
    <>
      <StatusBadge status={status} />
      {publishedVersion !== null && hasUnpublishedChanges ? (
        <Badge tone="info" title="The draft has changes that are not published">
          <PencilLine aria-hidden />
          Unpublished<span className="sr-only"> changes</span>
        </Badge>
      ) : null}
      <MissedLink scenarioId={id} />
    </>
  );
}

function Problems({ scenario }: { scenario: ListedScenario }) {
  const count = scenario.problems.length;
  return (
    <Badge tone="warning" title={scenario.problems.map(({ message }) => message).join("\n")}>
      <TriangleAlert aria-hidden />
      {count}
      <span className="sm:sr-only">{count === 1 ? "problem" : "problems"}</span>
    </Badge>
  );
}

function LastRun({ run }: { run: ListedScenario["lastRun"] }) {
  if (!run) return <span className="text-muted">Never</span>;
  return (
    <Link
      href={`/runs/${run.id}`}
      className="relative z-[1] inline-flex items-center gap-x-1.5 rounded-sm align-middle text-muted hover:text-accent hover:underline max-lg:flex-col max-lg:items-start max-lg:py-1"
    >
      <span className="sr-only">Last run </span>
      <StatusBadge status={run.status} />
      <span className="inline-flex items-center gap-1">
        {run.isTest ? (
          <>
            <FlaskConical aria-hidden className="size-3.5" />
            <span className="sr-only">a test, </span>
          </>
        ) : null}
        <RelativeTime value={run.createdAt} />
      </span>
    </Link>
  );
}
