"use client";

import { Lock } from "lucide-react";
import { type ComponentProps, type ReactNode, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { isSecretRef } from "@/lib/apps/secrets";

/**
 * A value that can be written and not read: once it is stored, it says "Saved". While the cursor is
 * in the field the text stays, although autosave may have replaced it by a reference already.
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
  const isReplacing = isSecretRef(value) && typed === "";
  return (
    <div className="flex min-w-0 items-center gap-1.5">
      <Input
        {...control}
        type="text"
        spellCheck={false}
        autoComplete="off"
        className="min-w-0 flex-1 font-mono text-xs"
        autoFocus={isReplacing}
        value={typed ?? (typeof value === "string" ? value : "")}
        onFocus={() => setTyped((text) => text ?? (typeof value === "string" ? value : ""))}
        onChange={(event) => {
          setTyped(event.target.value);
          onChange(event.target.value);
        }}
        onBlur={() => setTyped(null)}
      />
      {isReplacing ? null : children}
    </div>
  );
}
