"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { ApiProblem, problemText, scenarioKeys } from "@/components/api";
import { placeOf } from "@/components/scenario-editor/inspector/json-fault";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Field } from "@/components/ui/label";
import { Textarea } from "@/components/ui/textarea";
import { faultWords, IMPORT_MAX_BYTES, tooLarge } from "@/lib/scenarios/import-words";
import type { ImportedScenarioView } from "@/lib/scenarios/schemas";
import { isRecord } from "@/lib/scenarios/secret-places";
import { scenarioApi } from "./api";

const FILE_MAX_BYTES = 8 * IMPORT_MAX_BYTES;

/** A scenario from the file or the text of an export: what is wrong with it, or what it still needs. */
export function ImportDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        title="Import a scenario"
        description="Choose the file of an export, or paste its text."
      >
        {open ? <ImportForm onClose={() => onOpenChange(false)} /> : null}
      </DialogContent>
    </Dialog>
  );
}

function ImportForm({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const router = useRouter();
  const [text, setText] = useState("");
  const [faults, setFaults] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);
  const [imported, setImported] = useState<ImportedScenarioView | null>(null);

  const submit = async () => {
    if (busy) return;
    const document = documentOf(text);
    if (typeof document === "string") return setFaults([document]);
    setBusy(true);
    try {
      const answer = await scenarioApi.importDocument(document);
      void queryClient.invalidateQueries({ queryKey: scenarioKeys.lists });
      if (answer.toFillIn.length > 0) return setImported(answer);
      toast.success(`“${answer.scenario.name}” was imported.`);
      router.push(`/scenarios/${answer.scenario.id}`);
    } catch (error) {
      setFaults(faultsOf(error, document));
      // Otherwise it stays busy until the next page is there: a second click is no second import.
      setBusy(false);
    }
  };

  if (imported) return <ToFillIn imported={imported} />;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      className="flex flex-col gap-3"
    >
      <input
        type="file"
        accept="application/json,.json"
        aria-label="File of an export"
        className="text-sm file:mr-2 file:h-8 file:rounded-md file:border file:bg-surface file:px-3 file:font-medium"
        onChange={async (event) => {
          const file = event.target.files?.[0];
          if (!file) return;
          // Indented text shrinks when it is sent, so that only what is far too large is not read.
          const refusal = file.size > FILE_MAX_BYTES ? tooLarge(file.size) : null;
          setText(refusal ? "" : await file.text());
          setFaults(refusal ? [refusal] : []);
        }}
      />
      <Field label="Text of the export">
        {(control) => (
          <Textarea
            {...control}
            rows={8}
            spellCheck={false}
            className="font-mono text-xs"
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setFaults([]);
            }}
          />
        )}
      </Field>
      {faults.length > 0 ? (
        <div role="alert" className="rounded-md bg-danger-soft p-2 text-danger text-sm">
          <p className="font-medium">Nothing was imported</p>
          <ul className="list-disc pl-4">
            {faults.map((fault) => (
              <li key={fault} className="break-words">
                {fault}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      <DialogFooter>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" busy={busy} disabled={text.trim() === ""}>
          Import
        </Button>
      </DialogFooter>
    </form>
  );
}

function ToFillIn({ imported }: { imported: ImportedScenarioView }) {
  const { scenario, toFillIn } = imported;
  const router = useRouter();
  return (
    <>
      <p className="text-sm">
        “{scenario.name}” was imported. An export holds no secrets. These have to be entered or
        mended:
      </p>
      <ul className="mt-2 list-disc pl-5 text-sm">
        {toFillIn.map(({ nodeId, nodeName, path, label }) => (
          <li key={nodeId + path}>
            {nodeName}: {label}
          </li>
        ))}
      </ul>
      <DialogFooter>
        <Button variant="primary" onClick={() => router.push(`/scenarios/${scenario.id}`)}>
          Open the scenario
        </Button>
      </DialogFooter>
    </>
  );
}

/** The JSON object of a text, or why it is none. */
function documentOf(text: string): Record<string, unknown> | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const { line, column } = placeOf(text);
    return `This is not complete JSON (line ${line}, column ${column}).`;
  }
  if (!isRecord(value)) return "This is JSON, but not an export: that is an object in braces.";
  return tooLarge(new Blob([JSON.stringify(value)]).size) ?? value;
}

function faultsOf(error: unknown, document: Record<string, unknown>): string[] {
  const named = error instanceof ApiProblem ? error.errors : undefined;
  if (!named?.length) return [problemText(error)];
  return named.map((fault) => faultWords(document, fault));
}
