"use client";

import { Lock } from "lucide-react";
import { type ComponentProps, type ReactNode, useEffect, useRef, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { isSecretRef } from "@/lib/apps/secrets";
import { useEditorStore } from "../context";

/**
 * A value that can be written and not read: once it is stored, it says "Saved". It is handed on as a
 * whole, when the cursor leaves or with Enter: autosave would otherwise store every pause in typing
 * as a secret of its own.
 */
export function SecretInput({
  value,
  name,
  onChange,
  onRemove,
  children,
  ...control
}: Omit<ComponentProps<"input">, "value" | "onChange" | "children"> & {
  value: unknown;
  /** What the buttons call it: "secret", "value of Authorization". */
  name: string;
  onChange: (value: string) => void;
  onRemove?: () => void;
  /** Further buttons, beside the field. */
  children?: ReactNode;
}) {
  /** The text being typed; null when the stored value counts. */
  const [typed, setTyped] = useState<string | null>(null);
  const stored = typeof value === "string" ? value : "";
  const isChanged = typed !== null && typed !== stored;
  const commit = () => {
    if (isChanged) onChange(typed);
    setTyped(null);
  };
  useCommitBeforeLeaving(isChanged ? () => onChange(typed) : null);

  if (isSecretRef(value) && typed === null) {
    return (
      <div className="flex min-w-0 flex-wrap items-center gap-1.5">
        <Badge tone="success">
          <Lock aria-hidden />
          Saved
        </Badge>
        <Button
          size="sm"
          data-path={(control as { "data-path"?: string })["data-path"]}
          aria-label={`Replace the ${name}`}
          onClick={() => setTyped("")}
        >
          Replace
        </Button>
        {onRemove ? (
          <Button size="sm" variant="ghost" aria-label={`Remove the ${name}`} onClick={onRemove}>
            Remove
          </Button>
        ) : null}
        {children}
      </div>
    );
  }
  return (
    <div className="flex min-w-0 items-center gap-1.5">
      <Input
        {...control}
        type="text"
        spellCheck={false}
        autoComplete="off"
        className="min-w-0 flex-1 font-mono text-xs"
        autoFocus={isSecretRef(value)}
        value={typed ?? stored}
        onFocus={() => setTyped((text) => text ?? stored)}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === "Enter" && isChanged) onChange(typed);
        }}
      />
      {isSecretRef(value) ? (
        <Button
          size="sm"
          variant="ghost"
          // Before the field loses the focus, which would hand on what is typed.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => setTyped(null)}
        >
          Cancel
        </Button>
      ) : (
        children
      )}
    </div>
  );
}

/** What is typed and not handed on yet survives a change of the selection, and warns before a close. */
function useCommitBeforeLeaving(commit: (() => void) | null) {
  const latest = useRef(commit);
  useEffect(() => {
    latest.current = commit;
  });
  useEffect(() => () => latest.current?.(), []);
  const store = useEditorStore();
  const isPending = commit !== null;
  useEffect(() => {
    if (!isPending) return;
    const count = (by: number) =>
      store.setState(({ openFields }) => ({ openFields: openFields + by }));
    count(1);
    return () => count(-1);
  }, [isPending, store]);
  useEffect(() => {
    if (!isPending) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isPending]);
}
