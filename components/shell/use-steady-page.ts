"use client";

import { useEffect, useRef, useState } from "react";
import type { Page } from "@/components/api";

/**
 * A live page whose rows do not move under somebody's hand: while the pointer or the focus is in the
 * list, or rows of it are chosen, what is new is counted and not shown; what is shown stays up to
 * date. Spread `area` over the element that holds the list.
 * @param isHeld whether there is another reason to keep the rows, such as rows that are chosen
 */
export function useSteadyPage<T extends { id: string }>(
  page: Page<T> | undefined,
  { listKey, isHeld }: { listKey: string; isHeld: boolean },
) {
  const [isPointed, setIsPointed] = useState(false);
  const [isFocused, setIsFocused] = useState(false);
  const [frozen, setFrozen] = useState<{ listKey: string; items: readonly T[] } | null>(null);
  const isKept = isHeld || isPointed || isFocused;
  const latest = useRef(page);
  useEffect(() => {
    latest.current = page;
  });
  const isThere = page !== undefined;
  useEffect(() => {
    const items = isKept && isThere ? latest.current?.items : undefined;
    setFrozen(items ? { listKey, items } : null);
  }, [isKept, isThere, listKey]);

  const area = {
    onPointerEnter: () => setIsPointed(true),
    onPointerLeave: () => setIsPointed(false),
    onFocus: () => setIsFocused(true),
    onBlur: () => setIsFocused(false),
  };
  const showNew = () => {
    if (page) setFrozen({ listKey, items: page.items });
  };
  if (!page || frozen?.listKey !== listKey) return { page, newCount: 0, showNew, area };
  const fresh = new Map(page.items.map((item) => [item.id, item]));
  const kept = new Set(frozen.items.map(({ id }) => id));
  const newest = frozen.items[0]?.id ?? "";
  const newCount = page.items.filter(({ id }) => !kept.has(id) && id > newest).length;
  const items = frozen.items.map((item) => fresh.get(item.id) ?? item);
  return { page: newCount > 0 ? { ...page, items } : page, newCount, showNew, area };
}
