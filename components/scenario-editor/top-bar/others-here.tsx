"use client";

import { Users } from "lucide-react";
import { usePresence } from "../use-presence";

/** Who else has this scenario open: the second to save would overwrite, so both should know. */
export function OthersHere() {
  const others = usePresence();
  if (others.length === 0) return null;
  const names = [
    ...new Set(others.map(({ name, isYou }) => (isYou ? "you, in another tab" : name))),
  ];
  return (
    <span className="flex min-w-0 items-center gap-1 text-warning text-xs">
      <Users aria-hidden className="size-3.5 shrink-0" />
      <span className="min-w-0 break-words">Also open: {names.join(", ")}</span>
    </span>
  );
}
