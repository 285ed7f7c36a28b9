"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button, type ButtonProps } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy";

/** Copies `value`. Without children it is an icon; `label` names what is copied. */
export function CopyButton({
  value,
  label = "Copy",
  children,
  variant,
  size,
  ...props
}: Omit<ButtonProps, "value"> & { value: string | (() => string); label?: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <Button
      variant={variant ?? (children ? "secondary" : "ghost")}
      size={size ?? (children ? "sm" : "icon-sm")}
      aria-label={children ? undefined : copied ? "Copied" : label}
      title={children ? undefined : label}
      onClick={async () => setCopied(await copyText(typeof value === "function" ? value() : value))}
      {...props}
    >
      {copied ? <Check aria-hidden className="text-success" /> : <Copy aria-hidden />}
      {children}
      <span role="status" className="sr-only">
        {copied ? "Copied" : ""}
      </span>
    </Button>
  );
}
