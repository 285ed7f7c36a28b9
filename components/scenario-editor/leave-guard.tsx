"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { useEditorStore } from "./context";
import { whyUnsaved } from "./unsaved";

/**
 * Asks before a link leads away from changes that can't be saved by themselves. What is merely not
 * saved yet is saved on the way; closing the tab is asked about by the browser.
 */
export function LeaveGuard() {
  const store = useEditorStore();
  const router = useRouter();
  const [asked, setAsked] = useState<{ href: string; why: string } | null>(null);
  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      if (!link || !leads(link, event)) return;
      const why = whyUnsaved(store);
      if (why === null) return;
      // Before the router hears of it.
      event.preventDefault();
      event.stopPropagation();
      const { pathname, search, hash } = new URL(link.href);
      setAsked({ href: pathname + search + hash, why });
    };
    window.addEventListener("click", onClick, { capture: true });
    return () => window.removeEventListener("click", onClick, { capture: true });
  }, [store]);
  return (
    <ConfirmDialog
      open={asked !== null}
      onOpenChange={(open) => (open ? undefined : setAsked(null))}
      title="Leave without saving?"
      description={asked?.why}
      confirmLabel="Leave"
      cancelLabel="Stay here"
      onConfirm={() => {
        if (asked) router.push(asked.href);
      }}
    />
  );
}

/** Whether a click on a link takes this tab to another page of the product. */
function leads(link: HTMLAnchorElement, event: MouseEvent): boolean {
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  const isHere = link.target === "" || link.target === "_self";
  const { origin, pathname } = window.location;
  const to = URL.canParse(link.href) ? new URL(link.href) : null;
  return isPlain && isHere && !link.download && to?.origin === origin && to.pathname !== pathname;
}
