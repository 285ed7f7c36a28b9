"use client";

import { useState } from "react";
import { toast } from "sonner";
import { reasonOf } from "@/components/scenarios/api";
import { DocumentTitle } from "@/components/shell/document-title";
import { SCENARIO_NAME_MAX_LENGTH } from "@/lib/scenarios/schemas";
import { useEditor } from "../context";

export function ScenarioName() {
  const name = useEditor((state) => state.published.name);
  const rename = useEditor((state) => state.rename);
  const [typed, setTyped] = useState<string | null>(null);
  const commit = async () => {
    const wanted = typed?.trim() ?? "";
    setTyped(null);
    if (wanted === "" || wanted === name) return;
    try {
      await rename(wanted);
    } catch (error) {
      toast.error(`Not renamed: ${reasonOf(error)}`);
    }
  };
  return (
    <>
      <DocumentTitle>{`${name} · Scenario`}</DocumentTitle>
      <input
        aria-label="Scenario name"
        data-own-undo
        maxLength={SCENARIO_NAME_MAX_LENGTH}
        title={name}
        className="-ml-1.5 block h-7 w-full max-w-md truncate rounded-md border border-transparent bg-transparent px-1.5 font-semibold text-base hover:border-border focus-visible:outline-offset-0"
        value={typed ?? name}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => void commit()}
        onKeyDown={(event) => {
          if (event.key === "Enter") event.currentTarget.blur();
          if (event.key === "Escape") setTyped(null);
        }}
      />
    </>
  );
}
