"use client";

import { type LucideIcon, Search, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Input } from "@/components/ui/input";

const asTyped = (text: string) => text;

/** A search field that reports when the typing pauses. */
export function SearchInput({
  value,
  onChange,
  label,
  placeholder,
  className,
  inputMode,
  icon: Icon = Search,
  maxLength = 200,
  clean = asTyped,
  toValue = asTyped,
}: {
  value: string;
  onChange: (value: string) => void;
  label: string;
  placeholder?: string;
  className?: string;
  inputMode?: "search" | "numeric";
  /** What it takes, where that is no text to search for. */
  icon?: LucideIcon;
  maxLength?: number;
  /** What of a text can be typed at all. */
  clean?: (text: string) => string;
  /** What is reported of a text; nothing while it is incomplete. */
  toValue?: (text: string) => string;
}) {
  const [text, setText] = useState(value);
  const reported = useRef(value);
  const report = useRef(onChange);
  report.current = onChange;

  // The URL changed by other means (Back, "Clear filters").
  useEffect(() => {
    if (value !== reported.current) {
      reported.current = value;
      setText(value);
    }
  }, [value]);

  const next = toValue(text);
  useEffect(() => {
    if (next === reported.current) return;
    const timer = setTimeout(() => {
      reported.current = next;
      report.current(next);
    }, 300);
    return () => clearTimeout(timer);
  }, [next]);

  return (
    <span className={cn("relative block", className)}>
      <Icon aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted" />
      <Input
        type="text"
        inputMode={inputMode ?? "search"}
        aria-label={label}
        placeholder={placeholder ?? label}
        value={text}
        maxLength={maxLength}
        onChange={(event) => setText(clean(event.target.value))}
        className="pr-8 pl-8"
      />
      {text ? (
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label={`Clear ${label.toLowerCase()}`}
          className="absolute top-0.5 right-0.5 text-muted"
          onClick={() => setText("")}
        >
          <X aria-hidden />
        </Button>
      ) : null}
    </span>
  );
}
