"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { useEditorStore } from "./context";

/** Above what is shown in place of the draft: what it is, what can be done with it, and the way back. */
export function ReadingBar({ children, actions }: { children: ReactNode; actions?: ReactNode }) {
  const store = useEditorStore();
  return (
    <section
      aria-label="What you see"
      className="flex flex-wrap items-center gap-2 border-b bg-info-soft px-3 py-1.5 text-sm"
    >
      <div className="flex min-w-0 flex-1 basis-56 flex-wrap items-center gap-2">{children}</div>
      {actions}
      <Button size="sm" onClick={() => store.getState().show(null)}>
        <X aria-hidden />
        Back to the draft
      </Button>
    </section>
  );
}
