"use client";

import { useId } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";
import { Field, Label } from "@/components/ui/label";
import { Switch } from "@/components/ui/switch";
import { RETRY_ON_CHOICES } from "@/lib/webhooks/rules";
import { describeSchedule } from "@/lib/webhooks/schedule";
import type { FieldProps } from "./field-props";
import { UseTestInbox } from "./use-test-inbox";

export function TextField({ path, hint, value, onChange, errors, warnings }: FieldProps) {
  const isUrl = hint.control === "url";
  const warning = errors.has(path) ? undefined : warnings.get(path);
  const help = warning ? (
    <span className="text-warning">{warning}</span>
  ) : isUrl && value === "" ? (
    <UseTestInbox onUse={onChange} />
  ) : (
    hint.help
  );
  return (
    <Field label={hint.label} hint={help} error={errors.get(path)}>
      {(control) => (
        <Input
          {...control}
          data-path={path}
          type={isUrl ? "url" : "text"}
          className={isUrl ? "font-mono text-xs" : undefined}
          placeholder={hint.placeholder}
          spellCheck={false}
          autoComplete="off"
          value={typeof value === "string" ? value : ""}
          // A pasted address often brings a blank or a line break along, which nobody can see here.
          onChange={({ target }) => onChange(isUrl ? target.value.trim() : target.value)}
        />
      )}
    </Field>
  );
}

/** Keeps what is not a number as it is, so that the rule's own sentence shows. */
export function NumberField({ operation, path, hint, value, onChange, errors }: FieldProps) {
  const text = typeof value === "number" || typeof value === "string" ? String(value) : "";
  const error = errors.get(path);
  const isRetries = operation.abilities?.retries === path;
  const help =
    isRetries && typeof value === "number" && !error
      ? `After a fault that may pass (5xx, time-out, no connection) it is ${value > 0 ? `tried again ${describeSchedule(value)}` : "not tried again"}.`
      : hint.help;
  return (
    <Field label={hint.label} hint={help} error={error}>
      {(control) => (
        <Input
          {...control}
          data-path={path}
          type="number"
          step={1}
          className="w-28 tabular-nums"
          value={text}
          onChange={(event) => {
            const { value: raw } = event.target;
            onChange(raw === "" ? "" : Number(raw));
          }}
        />
      )}
    </Field>
  );
}

export function SwitchField({ path, hint, value, onChange, errors }: FieldProps) {
  const id = useId();
  const helpId = useId();
  const text = errors.get(path) ?? hint.help;
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center justify-between gap-2">
        <Label htmlFor={id}>{hint.label}</Label>
        <Switch
          id={id}
          data-path={path}
          aria-describedby={text ? helpId : undefined}
          checked={value !== false}
          onCheckedChange={onChange}
        />
      </div>
      {text ? (
        <p id={helpId} className={errors.has(path) ? "text-danger text-xs" : "text-muted text-xs"}>
          {text}
        </p>
      ) : null}
    </div>
  );
}

export function ConstantField({ hint, value }: FieldProps) {
  return (
    <div className="flex items-center justify-between gap-2">
      <span className="font-medium text-sm">{hint.label}</span>
      <code className="font-mono text-muted text-xs">{String(value ?? "–")}</code>
    </div>
  );
}

export function StatusCodesField({ path, hint, value, onChange, errors }: FieldProps) {
  const chosen: readonly unknown[] = Array.isArray(value) ? value : [];
  const error = errors.get(path);
  return (
    <fieldset className="flex flex-col gap-1" data-path={path} tabIndex={-1}>
      <legend className="mb-1 font-medium text-sm">{hint.label}</legend>
      <div className="flex gap-4">
        {RETRY_ON_CHOICES.map((code) => (
          <Label key={code} className="flex items-center gap-1.5 font-normal">
            <Checkbox
              checked={chosen.includes(code)}
              onCheckedChange={(checked) => {
                const next = RETRY_ON_CHOICES.filter((each) =>
                  each === code ? checked === true : chosen.includes(each),
                );
                onChange(next.length > 0 ? next : undefined);
              }}
            />
            {code}
          </Label>
        ))}
      </div>
      {hint.help ? <p className="text-muted text-xs">{hint.help}</p> : null}
      {error ? <p className="text-danger text-xs">{error}</p> : null}
    </fieldset>
  );
}
