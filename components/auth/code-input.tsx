import type { ComponentProps } from "react";
import { cn } from "@/components/ui/cn";
import { Input } from "@/components/ui/input";

/** A typed code as the server takes it: apps show "123 456". */
export const codeIn = (text: string) => text.replaceAll(/\s/g, "");

/** For the six digits of an authenticator app. */
export function CodeInput({ className, ...props }: ComponentProps<"input">) {
  return (
    <Input
      required
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={9}
      className={cn("font-mono tracking-widest", className)}
      {...props}
    />
  );
}
