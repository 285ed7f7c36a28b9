"use client";

import { useEffect, useRef, useState } from "react";
import { toast } from "sonner";
import { reasonOf } from "@/components/scenarios/api";
import { takeAsksForName } from "@/components/scenarios/just-created";
import { DocumentTitle } from "@/components/shell/document-title";
import { SCENARIO_NAME_MAX_LENGTH } from "@/lib/scenarios/schemas";
import { useEditor } from "../context";
import { useHeldEdit } from "../inspector/use-held-edit";

/** The scenario's name, to be changed in place. It is stored when the field, or the page, is left. */
export function ScenarioName() {
  const name = useEditor((state) => state.published.name);
  const rename = useEditor((state) => state.rename);
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const scenarioId = useEditor((state) => state.scenarioId);
  const input = useRef<HTMLInputElement>(null);
  // A new scenario has a name that nobody chose: the next key typed begins another.
  useEffect(() => {
    if (takeAsksForName(scenarioId)) input.current?.select();
  }, [scenarioId]);
  const [typed, setTyped] = useState<string | null>(null);
  const wanted = typed?.trim() ?? "";
  const isChanged = wanted !== "" && wanted !== name;
  const commit = async () => {
    setTyped(null);
    if (!isChanged) return;
    try {
      await rename(wanted);
    } catch (error) {
      toast.error(`Not renamed: ${reasonOf(error)}`);
      // What was typed is still there, for another try; Escape gives it up.
      setTyped((current) => current ?? wanted);
    }
  };
  useHeldEdit(isChanged ? () => void commit() : null);
  if (isReadOnly) {
    return (
      <>
        <DocumentTitle>{`${name} · Scenario`}</DocumentTitle>
        <p title={name} className="h-7 max-w-md truncate font-semibold text-base leading-7">
          {name}
        </p>
      </>
    );
  }
  return (
    <>
      <DocumentTitle>{`${name} · Scenario`}</DocumentTitle>
      <input
        ref={input}
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
