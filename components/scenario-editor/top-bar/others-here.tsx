"use client";

import { Users } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { usePresence } from "../use-presence";

/** Who else has this scenario open: the second to save would overwrite, so both should know. */
export function OthersHere() {
  const others = usePresence();
  if (others.length === 0) return null;
  const names = [
    ...new Set(others.map(({ name, isYou }) => (isYou ? "you, in another tab" : name))),
  ];
  const text = `Also open: ${names.join(", ")}`;
  return (
    <Badge tone="warning" title={text} className="min-w-0">
      <Users aria-hidden />
      <span className="truncate">{text}</span>
    </Badge>
  );
}
