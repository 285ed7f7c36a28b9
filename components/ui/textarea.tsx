import type { ComponentProps } from "react";
import { cn } from "@/components/ui/cn";
import { fieldStyles } from "@/components/ui/input";

export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return <textarea className={cn(fieldStyles, "min-h-20 py-1.5", className)} {...props} />;
}
