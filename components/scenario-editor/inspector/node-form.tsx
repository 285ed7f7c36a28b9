"use client";

import { Trash2 } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { OperationIcon } from "@/components/graph/app-icon";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Field, Label } from "@/components/ui/label";
import { Switch } from "@/components/ui/switch";
import { Textarea } from "@/components/ui/textarea";
import { getOperation } from "@/lib/apps/registry";
import {
  type GraphNode,
  isTrigger,
  NODE_NAME_MAX_LENGTH,
  NODE_NOTE_MAX_LENGTH,
  nodeName,
} from "@/lib/scenarios/graph";
import type { GraphOperation } from "@/lib/scenarios/operations";
import { nodeSentence } from "@/lib/scenarios/sentence";
import { deleteSelection } from "../commands";
import { useEditor, useEditorStore } from "../context";
import { problemsOf } from "../derived";
import { CONFIG_TEXT, ConfigJson } from "./config-json";
import { Connections } from "./connections";
import { Fields } from "./fields";
import { TestNode } from "./test-node";
import { useFocusRequest } from "./use-focus-request";
import { useLeftFields } from "./use-left-fields";
import { useTextLimit } from "./use-text-limit";

/** Everything about one node. */
export function NodeForm({ node }: { node: GraphNode }) {
  const store = useEditorStore();
  const form = useRef<HTMLDivElement>(null);
  const operation = getOperation(node.operation);
  const testNoun = operation?.abilities?.testNoun;
  useFocusRequest(form, node.id);
  const nameLimit = useTextLimit("A name", node.name ?? "", NODE_NAME_MAX_LENGTH);
  const noteLimit = useTextLimit("A note", node.note ?? "", NODE_NOTE_MAX_LENGTH);
  const { id: nodeId } = node;
  const apply = (edit: GraphOperation, burst?: string) => store.getState().apply(edit, burst);

  return (
    <div ref={form} className="flex flex-col gap-4 p-4">
      <header className="flex items-start gap-2.5">
        <OperationIcon operation={node.operation} />
        <div className="min-w-0 flex-1">
          <h2 className="break-words font-semibold text-base">{nodeName(node)}</h2>
          <p className="break-words text-muted text-xs">{nodeSentence(node)}</p>
        </div>
        <Button
          size="icon-sm"
          variant="ghost"
          aria-label="Delete node"
          title="Delete node"
          onClick={() => deleteSelection(store, { nodeIds: [nodeId] })}
        >
          <Trash2 aria-hidden />
        </Button>
      </header>

      {operation ? null : <Badge tone="danger">Missing operation</Badge>}
      <OtherProblems node={node} />
      <Field label="Node name" hint={nameLimit.note}>
        {(control) => (
          <Input
            {...control}
            data-path="name"
            {...nameLimit.props}
            placeholder={operation?.title ?? node.operation}
            value={node.name ?? ""}
            onChange={(event) =>
              apply({ type: "renameNode", nodeId, name: event.target.value }, `name:${nodeId}`)
            }
          />
        )}
      </Field>
      {testNoun ? <TestNode node={node} noun={testNoun} /> : null}
      <Settings node={node} />
      {isTrigger(node) ? null : (
        <div className="flex items-center justify-between gap-2">
          <Label htmlFor={`${nodeId}-on`}>Switched on</Label>
          <Switch
            id={`${nodeId}-on`}
            checked={!node.disabled}
            onCheckedChange={(on) =>
              apply({ type: "setDisabled", nodeIds: [nodeId], disabled: !on })
            }
          />
        </div>
      )}
      <Connections node={node} />
      <Field label="Note" hint={noteLimit.note ?? "For people only; it is not sent."}>
        {(control) => (
          <Textarea
            {...control}
            data-path="note"
            rows={2}
            {...noteLimit.props}
            value={node.note ?? ""}
            onChange={(event) =>
              apply({ type: "setNote", nodeId, note: event.target.value }, `note:${nodeId}`)
            }
          />
        )}
      </Field>
    </div>
  );
}

/** The config as a form, or as the JSON it is. */
function Settings({ node }: { node: GraphNode }) {
  const isPending = useEditor((state) => `${node.id}:${CONFIG_TEXT}` in state.pendingTexts);
  const [asJson, setAsJson] = useState(isPending);
  const isKnown = getOperation(node.operation) !== undefined;
  const showJson = asJson || !isKnown;
  const leaving = useLeftFields(node.id);
  return (
    <section aria-label="Settings" className="flex flex-col gap-3 border-t pt-3" {...leaving}>
      <div className="flex items-center justify-between">
        <h3 className="font-medium text-sm">Settings</h3>
        {isKnown ? (
          <Button
            size="sm"
            variant="ghost"
            disabled={isPending}
            title={isPending ? "Complete the JSON first" : undefined}
            aria-label={showJson ? "Show the settings as a form" : "Show the settings as JSON"}
            onClick={() => setAsJson(!asJson)}
          >
            {showJson ? "Form" : "JSON"}
          </Button>
        ) : null}
      </div>
      {showJson ? <ConfigJson node={node} /> : <Fields node={node} />}
    </section>
  );
}

/** Problems that no field of the form shows. */
function OtherProblems({ node }: { node: GraphNode }) {
  const problems = useEditor((state) => state.problems);
  const others = useMemo(
    () => problemsOf(problems, node.id).filter(({ path }) => !path || !hasField(node, path)),
    [problems, node],
  );
  if (others.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1 rounded-md bg-warning-soft p-2 text-warning text-xs">
      {others.map((problem) => (
        <li key={problem.code + problem.message}>{problem.message}</li>
      ))}
    </ul>
  );
}

/** Whether a field shows the message of this path itself. */
function hasField(node: GraphNode, path: string): boolean {
  const [key = ""] = path.split(".");
  return Object.hasOwn(getOperation(node.operation)?.ui ?? {}, key);
}
