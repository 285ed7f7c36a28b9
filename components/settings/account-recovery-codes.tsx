"use client";

import { Download } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";

const FILE_NAME = "traderlaunchpad-recovery-codes.txt";

function save(text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = FILE_NAME;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}

/** Recovery codes, shown this once: to be taken along before going on. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const start = useRef<HTMLParagraphElement>(null);
  useEffect(() => start.current?.focus(), []);
  const text = `${codes.join("\n")}\n`;
  return (
    <div className="flex flex-col gap-3 rounded-md border border-accent p-3">
      <p ref={start} tabIndex={-1} className="font-medium outline-none">
        Keep these recovery codes where your phone is not. They are shown this once and never again.
      </p>
      <p className="text-muted">Without your app, each of them lets you in once.</p>
      <ul
        aria-label="Recovery codes"
        className="grid grid-cols-2 gap-x-6 gap-y-1 rounded-sm bg-surface-2 px-3 py-2 font-mono text-xs sm:max-w-xs"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <CopyButton value={text} size="md">
          Copy the codes
        </CopyButton>
        <Button onClick={() => save(text)}>
          <Download aria-hidden />
          Download as text
        </Button>
        <Button variant="primary" onClick={onKept}>
          I have kept them
        </Button>
      </div>
    </div>
  );
}
