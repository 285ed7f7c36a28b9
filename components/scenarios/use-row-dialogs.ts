"use client";

import { useEffect, useRef, useState } from "react";
import type { ListedScenario } from "./api";

interface Asked {
  what: "rename" | "delete";
  scenario: ListedScenario;
  /** Where it was asked for, and where the focus returns to. */
  from: "row" | "menu";
}

/**
 * What a row asks about, and the way back: once a dialog is closed the focus is where it was, and
 * after a deletion on the scenario that has taken the place, or on the search when there is none.
 */
export function useRowDialogs(items: readonly ListedScenario[]) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const next = useRef<{ id: string | undefined; from: Asked["from"] } | null>(null);

  useEffect(() => {
    if (asked || !next.current) return;
    const { id, from } = next.current;
    next.current = null;
    // After the dialog has let go of the focus.
    const timer = setTimeout(() => focusRow(id, from));
    return () => clearTimeout(timer);
  }, [asked]);

  return {
    asked,
    ask: (what: Asked["what"], scenario: ListedScenario, from: Asked["from"]) => {
      next.current = { id: scenario.id, from };
      setAsked({ what, scenario, from });
    },
    close: () => setAsked(null),
    /** To be called before the row is gone. */
    willBeGone: ({ id }: ListedScenario) => {
      const index = items.findIndex((item) => item.id === id);
      const neighbour = items[index + 1] ?? items[index - 1];
      next.current = { id: neighbour?.id, from: "row" };
    },
  };
}

function focusRow(id: string | undefined, from: Asked["from"]): void {
  const name = from === "menu" ? "row-menu" : "row-link";
  const target =
    (id && document.querySelector<HTMLElement>(`[data-${name}="${CSS.escape(id)}"]`)) ||
    document.querySelector<HTMLElement>("main search input") ||
    document.querySelector<HTMLElement>("main button");
  target?.focus();
}
