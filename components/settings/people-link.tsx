"use client";

import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { RelativeTime } from "@/components/ui/relative-time";

/** A link that lets somebody in. */
export interface ShownLink {
  title: string;
  url: string;
  expiresAt: string;
  /** Of the invitation, when it is one. */
  invitationId?: string;
}

/** The link, shown this once: it is not stored, only what it is known by. */
export function ShownOnce({ link, onHide }: { link: ShownLink; onHide: () => void }) {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Later, for a dialog that has just closed gives the focus back to where it was.
    const timer = setTimeout(() => panel.current?.focus());
    return () => clearTimeout(timer);
  }, []);
  return (
    <div
      ref={panel}
      tabIndex={-1}
      role="status"
      className="flex scroll-mt-16 flex-col gap-2 rounded-md border border-accent bg-surface p-3 outline-none"
    >
      <p className="break-words font-medium">{link.title} It is shown this once and never again.</p>
      <div className="flex flex-wrap items-center gap-2">
        <code className="min-w-0 flex-1 basis-56 break-all rounded-sm bg-surface-2 px-2 py-1 font-mono text-xs">
          {link.url}
        </code>
        <CopyButton value={link.url} size="md">
          Copy link
        </CopyButton>
        <Button variant="ghost" onClick={onHide}>
          Done
        </Button>
      </div>
      <p className="text-muted">
        Whoever has it gets in, so give it to them alone. It works once, and ends{" "}
        <RelativeTime value={link.expiresAt} />.
      </p>
    </div>
  );
}
