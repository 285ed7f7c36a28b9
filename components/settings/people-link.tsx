"use client";

import { useEffect, useRef } from "react";
import { ShownOnce } from "@/components/settings/shown-once";
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
export function LinkShownOnce({ link, onHide }: { link: ShownLink; onHide: () => void }) {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Later, for a dialog that has just closed gives the focus back to where it was.
    const timer = setTimeout(() => panel.current?.focus());
    return () => clearTimeout(timer);
  }, []);
  return (
    <ShownOnce
      ref={panel}
      tabIndex={-1}
      className="scroll-mt-16 outline-none"
      text={`${link.title} It is shown this once and never again.`}
      secret={link.url}
      copyLabel="Copy link"
      onHide={onHide}
    >
      <p className="text-muted">
        Whoever has it gets in, so give it to them alone. It works once, and ends{" "}
        <RelativeTime value={link.expiresAt} />.
      </p>
    </ShownOnce>
  );
}
