"use client";

import { useState } from "react";
import { useLatestNotifications } from "@/components/notifications/use-notifications";
import { unreadWords } from "@/components/notifications/words";

/** Says politely that there is something new; what was there when the page came is no news. */
export function AnnounceUnread() {
  const newest = useLatestNotifications().data;
  const [known, setKnown] = useState<{ id: string; words: string } | null>(null);
  const id = newest?.items[0]?.id ?? "";
  if (newest && known === null) setKnown({ id, words: "" });
  if (newest && known !== null && id > known.id)
    setKnown({ id, words: `New: ${newest.items[0]?.text}. ${unreadWords(newest.unreadCount)}` });
  return (
    <div role="status" aria-live="polite" className="sr-only">
      {known?.words}
    </div>
  );
}
