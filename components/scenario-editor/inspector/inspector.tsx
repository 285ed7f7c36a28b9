"use client";

import { Trash2 } from "lucide-react";
import { useEffect, useMemo, useRef } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Field } from "@/components/ui/label";
import { getOperation } from "@/lib/apps/registry";
import type { FieldControl } from "@/lib/apps/types";
import { type GraphNode, NODE_NAME_MAX_LENGTH, nodeName } from "@/lib/scenarios/graph";
import { nodeSentence } from "@/lib/scenarios/sentence";
import type { Problem } from "@/lib/scenarios/validate";
import { OperationIcon } from "../app-icon";
import { useEditor, useEditorStore } from "../context";
import type { FieldProps } from "./field-props";
import { HeadersField } from "./headers-field";
import { SecretField } from "./secret-field";
import {
  ConstantField,
  NumberField,
  StatusCodesField,
  SwitchField,
  TextField,
} from "./simple-fields";
import { TestWebhook } from "./test-webhook";

const controls: Record<FieldControl, (props: FieldProps) => React.ReactNode> = {
  text: TextField,
  url: TextField,
  secret: SecretField,
  headers: HeadersField,
  number: NumberField,
  switch: SwitchField,
  statusCodes: StatusCodesField,
  constant: ConstantField,
};

/** The settings of the one selected node. */
export function Inspector() {
  const node = useEditor((state) => {
    const { nodeIds } = state.selection;
    if (nodeIds.length !== 1) return undefined;
    return state.history.present.nodes.find(({ id }) => id === nodeIds[0]);
  });
  return (
    <section
      aria-label="Inspector"
      className="w-80 shrink-0 overflow-y-auto border-l bg-surface max-md:w-full"
    >
      {node ? (
        <NodeInspector key={node.id} node={node} />
      ) : (
        <p className="p-4 text-muted text-sm">Select a node to see and change its settings.</p>
      )}
    </section>
  );
}

/** Messages by the path of their field, without its own index below a list. */
function errorsByPath(problems: readonly Problem[], nodeId: string): Map<string, string> {
  const errors = new Map<string, string>();
  for (const problem of problems) {
    if (problem.nodeId !== nodeId || !problem.path) continue;
    const { path } = problem;
    const field = path.startsWith("retryOn.") ? "retryOn" : path;
    if (!errors.has(field)) errors.set(field, problem.message);
  }
  return errors;
}

function NodeInspector({ node }: { node: GraphNode }) {
  const store = useEditorStore();
  const problems = useEditor((state) => state.problems);
  const errors = useMemo(() => errorsByPath(problems, node.id), [problems, node.id]);
  const others = problems.filter(
    ({ nodeId, path }) => nodeId === node.id && (!path || !hasField(node, path)),
  );
  const form = useRef<HTMLDivElement>(null);
  const operation = getOperation(node.operation);
  useFocusRequest(form, node.id);

  const setField = (path: string, value: unknown) => {
    const { [path]: _, ...rest } = node.config;
    const config = value === undefined ? rest : { ...node.config, [path]: value };
    store
      .getState()
      .apply({ type: "setConfig", nodeId: node.id, config }, `config:${node.id}:${path}`);
  };
  const fields = Object.entries(operation?.ui ?? {});
  const field = ([path, hint]: (typeof fields)[number]) => {
    const Control = controls[hint.control];
    return (
      <Control
        key={path}
        path={path}
        hint={hint}
        value={node.config[path]}
        onChange={(value) => setField(path, value)}
        errors={errors}
      />
    );
  };

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
          onClick={() =>
            store.getState().apply({ type: "remove", nodeIds: [node.id], edgeIds: [] })
          }
        >
          <Trash2 aria-hidden />
        </Button>
      </header>

      {operation ? null : <Badge tone="danger">Missing operation</Badge>}
      {others.length > 0 ? (
        <ul className="flex flex-col gap-1 rounded-md bg-warning-soft p-2 text-warning text-xs">
          {others.map((problem) => (
            <li key={problem.code + problem.message}>{problem.message}</li>
          ))}
        </ul>
      ) : null}

      <Field label="Node name">
        {(control) => (
          <Input
            {...control}
            data-path="name"
            maxLength={NODE_NAME_MAX_LENGTH}
            placeholder={operation?.title ?? node.operation}
            value={node.name ?? ""}
            onChange={(event) =>
              store
                .getState()
                .apply(
                  { type: "renameNode", nodeId: node.id, name: event.target.value },
                  `name:${node.id}`,
                )
            }
          />
        )}
      </Field>
      {fields.filter(([, hint]) => !hint.advanced).map(field)}
      {fields.some(([, hint]) => hint.advanced) ? (
        <details>
          <summary className="cursor-pointer font-medium text-muted text-sm">More</summary>
          <div className="mt-3 flex flex-col gap-4">
            {fields.filter(([, hint]) => hint.advanced).map(field)}
          </div>
        </details>
      ) : null}
      {operation?.key === "webhooks.send" ? <TestWebhook node={node} /> : null}
    </div>
  );
}

/** Whether a field shows the message of this path itself. */
function hasField(node: GraphNode, path: string): boolean {
  const [key = ""] = path.split(".");
  return Object.hasOwn(getOperation(node.operation)?.ui ?? {}, key);
}

/** Puts the cursor into the field that somebody asked for, such as the list of problems, once. */
function useFocusRequest(form: React.RefObject<HTMLDivElement | null>, nodeId: string) {
  const store = useEditorStore();
  const focus = useEditor((state) => state.focus);
  useEffect(() => {
    if (focus?.nodeId !== nodeId) return;
    // After the menu that was clicked has given the focus back.
    const timer = setTimeout(() => {
      const path = focus.path ?? "";
      const [key = ""] = path.split(".");
      const find = (wanted: string) =>
        form.current?.querySelector<HTMLElement>(`[data-path="${CSS.escape(wanted)}"]`);
      const target = path === "" ? null : (find(path) ?? find(key));
      target?.closest("details")?.setAttribute("open", "");
      target?.focus();
      store.setState({ focus: null });
    }, 50);
    return () => clearTimeout(timer);
  }, [focus, nodeId, form, store]);
}
