"use client";

import { useMemo } from "react";
import { getOperation } from "@/lib/apps/registry";
import type { FieldControl, OperationManifest } from "@/lib/apps/types";
import type { GraphNode } from "@/lib/scenarios/graph";
import type { Problem } from "@/lib/scenarios/validate";
import { addressWarning } from "../address-warning";
import { useEditor, useEditorStore } from "../context";
import { problemsOf } from "../derived";
import { movedSecrets } from "../moved-secrets";
import { isToFillIn } from "../to-fill-in";
import { fieldFault } from "./field-fault";
import type { FieldProps } from "./field-props";
import { HeadersField } from "./headers-field";
import { SecretField } from "./secret-field";
import { SecretHeadersField } from "./secret-headers-field";
import {
  ConstantField,
  NumberField,
  StatusCodesField,
  SwitchField,
  TextField,
} from "./simple-fields";
import { useStoredSecrets } from "./use-stored-secrets";

const controls: Record<FieldControl, (props: FieldProps) => React.ReactNode> = {
  text: TextField,
  url: TextField,
  secret: SecretField,
  headers: HeadersField,
  headerNames: SecretHeadersField,
  number: NumberField,
  switch: SwitchField,
  statusCodes: StatusCodesField,
  constant: ConstantField,
};

/** At the address, where the reason is; each secret says for which one it was entered. */
const MOVED =
  "The stored secrets below were entered for another address, and are not sent to this one. Enter them again, or put the address back.";

/** Messages by the path of what shows them: headers each their own, else the field as a whole. */
function errorsByPath(
  problems: readonly Problem[],
  ui: OperationManifest["ui"],
): Map<string, string> {
  const errors = new Map<string, string>();
  for (const { path, message } of problems) {
    if (!path) continue;
    const [key = ""] = path.split(".");
    const field = ui[key]?.control === "headers" ? path : key;
    if (!errors.has(field)) errors.set(field, message);
  }
  return errors;
}

/** The form of a node's config, made from its operation's manifest. */
export function Fields({ node }: { node: GraphNode }) {
  const store = useEditorStore();
  const problems = useEditor((state) => problemsOf(state.problems, node.id));
  const network = useEditor((state) => state.network);
  const freshIds = useEditor((state) => state.freshIds);
  const operation = getOperation(node.operation);
  const stored = useStoredSecrets();
  const moved = useMemo(() => movedSecrets(node, stored), [node, stored]);
  const errors = useMemo(() => {
    const shown = problems.filter((problem) => !isToFillIn(problem, node, freshIds));
    return new Map([...moved, ...errorsByPath(shown, operation?.ui ?? {})]);
  }, [problems, node, freshIds, operation, moved]);
  if (!operation) return null;
  const fields = Object.entries(operation.ui);
  const warnings = new Map(
    fields.flatMap(([path, hint]) => {
      if (hint.control !== "url") return [];
      const text = moved.size > 0 ? MOVED : addressWarning(node.config[path], network);
      return text ? [[path, text] as const] : [];
    }),
  );

  const setField = (path: string, value: unknown) => {
    const { apply, history } = store.getState();
    // What is there now, not when this was drawn: a field hands its text on when it is left.
    const now = history.present.nodes.find(({ id }) => id === node.id)?.config ?? node.config;
    const { [path]: _, ...rest } = now;
    const config = value === undefined ? rest : { ...now, [path]: value };
    // A secret comes as a whole, not letter by letter: each is an entry of its own.
    const isWhole = operation.ui[path]?.control === "secret";
    const burst = isWhole ? undefined : `config:${node.id}:${path}`;
    apply({ type: "setConfig", nodeId: node.id, config }, burst);
  };
  const field = ([path, hint]: (typeof fields)[number]) => {
    const Control = controls[hint.control];
    return (
      <Control
        key={path}
        nodeId={node.id}
        node={node}
        operation={operation}
        path={path}
        hint={hint}
        value={node.config[path]}
        onChange={(value) => setField(path, value)}
        check={(value) => fieldFault(operation, node.config, path, value)}
        errors={errors}
        warnings={warnings}
      />
    );
  };
  const advanced = fields.filter(([, hint]) => hint.advanced);
  return (
    <>
      {fields.filter(([, hint]) => !hint.advanced).map(field)}
      {advanced.length > 0 ? (
        <details>
          <summary className="cursor-pointer rounded-sm py-0.5 font-medium text-muted text-sm">
            More
          </summary>
          <div className="mt-3 flex flex-col gap-4">{advanced.map(field)}</div>
        </details>
      ) : null}
    </>
  );
}
