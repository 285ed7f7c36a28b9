"use client";

import { Plus, Trash2 } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { isSecretRef } from "@/lib/apps/secrets";
import { sameJson } from "@/lib/scenarios/operations";
import { checkHeaderName, checkHeaderValue, isSensitiveHeader } from "@/lib/webhooks/rules";
import { useEditor, useEditorStore } from "../context";
import type { FieldProps } from "./field-props";
import {
  type HeaderRow,
  headersOf,
  newRow,
  parseHeaders,
  repeatedRows,
  rowsToHeaders,
  syncRows,
} from "./header-rows";
import { SecretInput } from "./secret-input";
import { useHeldEdit } from "./use-held-edit";

/** Headers as rows or as raw JSON; both edit the same config. */
export function HeadersField(props: FieldProps) {
  const { path, hint, errors, nodeId } = props;
  const isPending = useEditor((state) => `${nodeId}:${path}` in state.pendingTexts);
  const [asJson, setAsJson] = useState(isPending);
  const error = errors.get(path);
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5">
      <legend className="sr-only">{hint.label}</legend>
      <div className="flex items-center justify-between">
        <span aria-hidden className="font-medium text-sm">
          {hint.label}
        </span>
        <Button
          size="sm"
          variant="ghost"
          aria-label={asJson ? "Edit headers as rows" : "Edit headers as JSON"}
          disabled={isPending}
          title={isPending ? "Complete the JSON first" : undefined}
          onClick={() => setAsJson(!asJson)}
        >
          {asJson ? "Rows" : "JSON"}
        </Button>
      </div>
      {asJson ? <HeadersJson {...props} /> : <HeaderRows {...props} />}
      {hint.help ? <p className="text-muted text-xs">{hint.help}</p> : null}
      {error ? (
        <p role="alert" className="text-danger text-xs">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}

function HeaderRows({ path, value, onChange, errors }: FieldProps) {
  const [rows, setRows] = useState<HeaderRow[]>(() => syncRows([], headersOf(value)));
  const faultIds = useId();
  const [fresh, setFresh] = useState<number | null>(null);
  /** What this field itself wrote last, to tell apart what changed elsewhere. */
  const written = useRef<unknown>(value);
  useEffect(() => {
    if (sameJson(written.current, value)) return;
    written.current = value;
    setRows((current) => syncRows(current, headersOf(value)));
  }, [value]);

  const change = (next: HeaderRow[]) => {
    setRows(next);
    const headers = rowsToHeaders(next);
    written.current = headers;
    onChange(headers);
  };
  const update = (id: number, part: Partial<HeaderRow>) =>
    change(rows.map((row) => (row.id === id ? { ...row, ...part } : row)));
  /** Rows whose name is being typed and already reads like that of a secret: X-Auth… of X-Author. */
  const [held, setHeld] = useState<HeaderRow[] | null>(null);
  const rename = (row: HeaderRow, name: string) => {
    const next = rows.map((each) => (each.id === row.id ? { ...each, name } : each));
    const hides = typeof row.value === "string" && row.value !== "" && isSensitiveHeader(name);
    setHeld(hides ? next : null);
    if (hides) setRows(next);
    else change(next);
  };
  useHeldEdit(held && (() => change(held)));
  const repeated = repeatedRows(rows);

  return (
    <div className="flex flex-col gap-2">
      {rows.map((row, index) => {
        const title = row.name === "" ? `header ${index + 1}` : row.name;
        const nameless = row.name === "" && row.value !== "";
        const error = repeated.has(row.id)
          ? `The header ${row.name} is given twice.`
          : nameless
            ? "Enter a header name."
            : row.name === ""
              ? undefined
              : errors.get(`${path}.${row.name}`);
        const secret = isSecretRef(row.value) || (isSensitiveHeader(row.name) && !held);
        const errorId = error ? `${faultIds}-${row.id}` : undefined;
        const isOfName =
          repeated.has(row.id) ||
          nameless ||
          (row.name !== "" && checkHeaderName(row.name) !== null);
        const ofName = error && isOfName ? { "aria-invalid": true } : {};
        const ofValue = error && !isOfName ? { "aria-invalid": true } : {};
        return (
          <div key={row.id} className="rounded-md border p-1.5">
            <div className="flex items-center gap-1.5">
              <Input
                aria-label={`Name of ${title}`}
                aria-describedby={errorId}
                {...ofName}
                data-path={`${path}.${row.name}`}
                placeholder="Name"
                spellCheck={false}
                autoComplete="off"
                autoFocus={row.id === fresh}
                className="min-w-0 flex-1 font-mono text-xs"
                value={row.name}
                onChange={(event) => rename(row, event.target.value)}
                onBlur={() => {
                  if (held) change(held);
                  setHeld(null);
                }}
              />
              <Button
                size="icon-sm"
                variant="ghost"
                aria-label={`Remove ${title}`}
                onClick={() => change(rows.filter(({ id }) => id !== row.id))}
              >
                <Trash2 aria-hidden />
              </Button>
            </div>
            <div className="mt-1.5">
              {secret ? (
                <SecretInput
                  aria-label={`Value of ${title}`}
                  aria-describedby={errorId}
                  {...ofValue}
                  name={`value of ${title}`}
                  placeholder="Value"
                  check={checkHeaderValue}
                  value={row.value}
                  onChange={(text) => update(row.id, { value: text })}
                />
              ) : (
                <Input
                  aria-label={`Value of ${title}`}
                  aria-describedby={errorId}
                  {...ofValue}
                  placeholder="Value"
                  spellCheck={false}
                  autoComplete="off"
                  className="font-mono text-xs"
                  value={typeof row.value === "string" ? row.value : ""}
                  onChange={(event) => update(row.id, { value: event.target.value })}
                />
              )}
            </div>
            {error ? (
              <p id={errorId} role="alert" className="mt-1 text-danger text-xs">
                {error}
              </p>
            ) : null}
          </div>
        );
      })}
      <Button
        size="sm"
        className="self-start"
        data-path={path}
        onClick={() => {
          const row = newRow();
          setFresh(row.id);
          setRows([...rows, row]);
        }}
      >
        <Plus aria-hidden />
        Add header
      </Button>
    </div>
  );
}

function HeadersJson({ path, value, onChange, nodeId, errors }: FieldProps) {
  const store = useEditorStore();
  const shown = JSON.stringify(value ?? {}, null, 2);
  /** What is being typed, as long as the config can't hold it; it outlives this field. */
  const pending = useEditor((state) => state.pendingTexts[`${nodeId}:${path}`]);
  const [typed, setTyped] = useState<string | null>(pending ?? null);
  const keep = (text: string | null) => store.getState().setPendingText(nodeId, path, text);
  const parsed = typed === null ? null : parseHeaders(typed);
  const error = parsed && "error" in parsed ? parsed.error : null;
  const faults = [...errors].filter(([at]) => at.startsWith(`${path}.`));
  return (
    <>
      <Textarea
        aria-label="JSON of the headers"
        data-own-undo
        aria-invalid={error ? true : undefined}
        data-path={path}
        spellCheck={false}
        rows={6}
        className="font-mono text-xs"
        value={typed ?? shown}
        onChange={(event) => {
          setTyped(event.target.value);
          const result = parseHeaders(event.target.value);
          keep("headers" in result ? null : event.target.value);
          if ("headers" in result) onChange(result.headers);
        }}
        onBlur={() => {
          if (!error) setTyped(null);
        }}
      />
      {error ? (
        <p role="alert" className="text-danger text-xs">
          {error}
        </p>
      ) : null}
      {faults.map(([at, message]) => (
        <p key={at} role="alert" className="text-danger text-xs">
          {message}
        </p>
      ))}
      {shown.includes('"$secret"') ? (
        <p className="text-muted text-xs">
          {'{ "$secret": … }'} stands for a stored value, which can't be read again; write text in
          its place to replace it.
        </p>
      ) : null}
    </>
  );
}
