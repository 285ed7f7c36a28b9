import { CircleX } from "lucide-react";
import type { ReactNode } from "react";

export function FormError({ text }: { text: ReactNode }) {
  if (!text) return null;
  return (
    <p
      role="alert"
      className="flex items-start gap-2 rounded-md bg-danger-soft px-3 py-2 text-danger text-sm"
    >
      <CircleX aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span>{text}</span>
    </p>
  );
}
