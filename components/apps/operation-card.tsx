"use client";

import { ArrowRight, Zap } from "lucide-react";
import type { AppOperation } from "@/components/api";
import { jsonText } from "@/components/api/json-text";
import {
  defaultWords,
  type JsonSchema,
  rangeWords,
  typeWords,
} from "@/components/apps/schema-facts";
import { Badge } from "@/components/ui/badge";
import { CodeBlock } from "@/components/ui/code-block";
import { Mono } from "@/components/ui/mono";
import { Table, TBody, TD, TH, THead } from "@/components/ui/table";

const none = <span className="text-muted">–</span>;

function ConfigTable({ operation }: { operation: AppOperation }) {
  const config: JsonSchema = operation.configSchema;
  const properties = config.properties ?? {};
  const required = new Set(config.required ?? []);
  const hints = operation.fields;
  const names = [...new Set([...Object.keys(hints), ...Object.keys(properties)])].filter(
    (name) => properties[name],
  );
  if (names.length === 0) return <p className="text-muted">There is nothing to configure.</p>;
  return (
    <Table label={`Fields of ${operation.title}`}>
      <THead>
        <tr>
          <TH>Field</TH>
          <TH>Type</TH>
          <TH>Accepts</TH>
          <TH>Default</TH>
          <TH>Needed</TH>
        </tr>
      </THead>
      <TBody>
        {names.map((name) => {
          const schema = properties[name] ?? {};
          const hint = hints[name];
          const help = hint?.help ?? schema.description;
          return (
            <tr key={name} className="align-top">
              <TD className="min-w-48 whitespace-normal py-2">
                <span className="font-medium">{hint?.label ?? schema.title ?? name}</span>{" "}
                <Mono value={name} className="text-muted" />
                {help ? <span className="block text-muted text-xs">{help}</span> : null}
              </TD>
              <TD className="py-2">{typeWords(schema)}</TD>
              <TD className="py-2">{rangeWords(schema) ?? none}</TD>
              <TD className="py-2">{defaultWords(schema) ?? none}</TD>
              <TD className="py-2">{required.has(name) ? "Yes" : "No"}</TD>
            </tr>
          );
        })}
      </TBody>
    </Table>
  );
}

export function OperationCard({ operation }: { operation: AppOperation }) {
  const trigger = operation.kind === "trigger";
  return (
    <article className="flex min-w-0 flex-col gap-3 border-t p-4" id={operation.key}>
      <div>
        <div className="flex flex-wrap items-center gap-2">
          <h3 className="font-semibold text-sm">{operation.title}</h3>
          <Badge>
            {trigger ? <Zap aria-hidden /> : <ArrowRight aria-hidden />}
            {trigger ? "Trigger" : "Action"}
          </Badge>
          <Mono value={operation.key} max={40} className="text-muted" />
        </div>
        <p className="text-muted">{operation.description}</p>
      </div>
      <ConfigTable operation={operation} />
      <details>
        <summary className="cursor-pointer rounded-sm py-0.5 text-muted">
          {trigger ? "Sample of what it hands on" : "Sample of its result"}
        </summary>
        <CodeBlock className="mt-2" label="Sample" code={jsonText(operation.sample)} />
      </details>
    </article>
  );
}
