"use client";

import { Lock } from "lucide-react";
import { type ComponentProps, type ReactNode, useId, useRef, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { isSecretRef } from "@/lib/apps/secrets";
import { useHeldEdit } from "./use-held-edit";

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
  check,
  children,
  ...control
}: Omit<ComponentProps<"input">, "value" | "onChange" | "children"> & {
  value: unknown;
  /** What the buttons call it: "secret", "value of Authorization". */
  name: string;
  onChange: (value: string) => void;
  onRemove?: () => void;
  /** Why a text can't be stored, in words; null when it can. */
  check?: (text: string) => string | null;
  "data-path"?: string;
  /** Further buttons, beside the field. */
  children?: ReactNode;
}) {
  /** The text being typed; null when the stored value counts. */
  const [typed, setTyped] = useState<string | null>(null);
  const stored = typeof value === "string" ? value : "";
  const cancel = useRef<HTMLButtonElement>(null);
  const isChanged = typed !== null && typed !== stored;
  const fault = isChanged && typed !== "" ? (check?.(typed) ?? null) : null;
  const faultId = useId();
  const commit = () => {
    // What would be refused stays here, to be mended: once it is stored nobody could see the fault.
    if (fault !== null) return;
    if (isChanged) onChange(typed);
    setTyped(null);
  };
  useHeldEdit(isChanged ? () => onChange(typed) : null);

  if (isSecretRef(value) && typed === null) {
    return (
      <div className="flex min-w-0 flex-wrap items-center gap-1.5">
        <Badge tone="success">
          <Lock aria-hidden />
          Saved
        </Badge>
        <Button
          size="sm"
          data-path={control["data-path"]}
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
    <div className="flex min-w-0 flex-col gap-1">
      <div className="flex min-w-0 items-center gap-1.5">
        <Input
          {...control}
          data-own-undo
          {...(fault !== null ? { "aria-invalid": true, "aria-describedby": faultId } : {})}
          type="text"
          spellCheck={false}
          autoComplete="off"
          className="min-w-0 flex-1 font-mono text-xs"
          autoFocus={isSecretRef(value)}
          value={typed ?? stored}
          onFocus={() => setTyped((text) => text ?? stored)}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={(event) => {
            // On the way to Cancel nothing is decided yet.
            if (event.relatedTarget === null || event.relatedTarget !== cancel.current) commit();
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter" && isChanged && fault === null) onChange(typed);
            // With nothing to take back, Escape leads out of the settings as in every field.
            if (event.key !== "Escape" || (!isChanged && !isSecretRef(value))) return;
            event.stopPropagation();
            setTyped(isSecretRef(value) ? null : stored);
          }}
        />
        {isSecretRef(value) ? (
          <Button
            size="sm"
            variant="ghost"
            ref={cancel}
            // Before the field loses the focus, which would hand on what is typed.
            onPointerDown={(event) => event.preventDefault()}
            onBlur={(event) => {
              if (!(event.relatedTarget instanceof HTMLInputElement)) commit();
            }}
            onClick={() => setTyped(null)}
          >
            Cancel
          </Button>
        ) : (
          children
        )}
      </div>
      {fault !== null ? (
        <p id={faultId} role="alert" className="text-danger text-xs">
          {fault} It is not saved.
        </p>
      ) : null}
    </div>
  );
}
