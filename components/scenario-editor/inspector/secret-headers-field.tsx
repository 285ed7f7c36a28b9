"use client";

import { Checkbox } from "@/components/ui/checkbox";
import { Label } from "@/components/ui/label";
import { isSecretRef } from "@/lib/apps/secrets";
import { isSensitiveHeader } from "@/lib/webhooks/rules";
import type { FieldProps } from "./field-props";
import { headersOf } from "./header-rows";

/**
 * Which of the node's headers are kept like a secret although their names don't say that they are one.
 * Nothing while it has no such header.
 */
export function SecretHeadersField({ path, hint, value, node, onChange, errors }: FieldProps) {
  const marked = new Set(
    (Array.isArray(value) ? value : []).map((name) => String(name).toLowerCase()),
  );
  const headers = Object.entries(headersOf(node.config.headers)).filter(
    ([name]) => !isSensitiveHeader(name),
  );
  const error = errors.get(path);
  if (headers.length === 0 && !error) return null;
  const toggle = (name: string, isOn: boolean) => {
    const names = headers.map(([each]) => each).filter((each) => marked.has(each.toLowerCase()));
    const next = isOn ? [...names, name] : names.filter((each) => each !== name);
    onChange(next.length > 0 ? next : undefined);
  };
  return (
    <fieldset className="flex flex-col gap-1" data-path={path} tabIndex={-1}>
      <legend className="mb-1 font-medium text-sm">{hint.label}</legend>
      {headers.map(([name, each]) => {
        const isStored = isSecretRef(each);
        return (
          <Label key={name} className="flex min-w-0 items-center gap-1.5 font-normal">
            <Checkbox
              checked={isStored || marked.has(name.toLowerCase())}
              // What is stored can't be read again, and so not become plain text.
              disabled={isStored}
              onCheckedChange={(checked) => toggle(name, checked === true)}
            />
            <code className="min-w-0 break-all font-mono text-xs">{name}</code>
          </Label>
        );
      })}
      {hint.help ? <p className="text-muted text-xs">{hint.help}</p> : null}
      {error ? <p className="text-danger text-xs">{error}</p> : null}
    </fieldset>
  );
}
